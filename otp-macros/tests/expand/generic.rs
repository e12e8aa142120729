/// A stack of anything.
pub struct Stack<T, F>
where
    F: Fn(&T) -> bool,
{
    items: Vec<T>,
    keep: F,
}

#[gen_server]
impl<T: Send + 'static, F> Stack<T, F>
where
    F: Fn(&T) -> bool + Send + 'static,
{
    #[init]
    pub fn init(keep: F) -> Self {
        Self { items: Vec::new(), keep }
    }

    #[call]
    pub fn pop(&mut self) -> Option<T> {
        self.items.pop()
    }

    #[call]
    pub fn swap(&mut self, mut with: Vec<T>, reply: ReplyTo<Result<Vec<T>, Empty>>) {
        std::mem::swap(&mut self.items, &mut with);
        reply.send(if with.is_empty() { Err(Empty) } else { Ok(with) });
    }

    #[cast]
    pub fn push(&mut self, item: T) {
        if (self.keep)(&item) {
            self.items.push(item);
        }
    }

    #[info]
    fn pushed(&mut self, item: Push<T>) {
        self.push(item.0);
    }
}
