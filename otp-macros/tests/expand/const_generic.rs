/// The last `N` of them.
pub struct Ring<T: ?Sized, const N: usize> {
    last: [Option<Box<T>>; N],
    at: usize,
}

#[gen_server]
impl<T: Send + ?Sized + 'static, const N: usize> Ring<T, N>
where
    Box<T>: Clone,
{
    #[init]
    pub fn init() -> Self {
        Self { last: [const { None }; N], at: 0 }
    }

    /// All of them.
    #[call]
    pub fn all(&self) -> [Option<Box<T>>; N] {
        self.last.clone()
    }

    #[call]
    pub fn room(&self) -> usize {
        self.last.iter().filter(|item| item.is_none()).count()
    }

    #[cast]
    pub fn skip(&mut self) {
        self.at += 1;
    }
}
