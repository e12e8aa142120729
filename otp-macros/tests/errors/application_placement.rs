#[application]
pub struct MyBank {
    accounts: u8,
}

#[application]
pub enum OnEnum {}

#[application]
fn main() {}

#[application]
pub trait OnTrait {}

#[application]
mod on_mod {}

#[application]
impl Application for OnTraitImpl {
    #[start]
    fn start() -> Result<Client, E> {}
}

#[application]
impl<T, const N: usize> Generic<T, N> {
    #[start]
    fn start() -> Result<Client, E> {}
}

#[application]
impl<'a> Borrows<'a> {
    #[start]
    fn start() -> Result<Client, E> {}
}

#[application]
impl dyn Bank {
    #[start]
    fn start() -> Result<Client, E> {}
}

#[application]
unsafe impl Unsafe {
    #[start]
    fn start() -> Result<Client, E> {}
}

#[application]
#[application(name = "again")]
#[async_trait]
impl Twice {
    #[start]
    fn start() -> Result<Client, E> {}
}
