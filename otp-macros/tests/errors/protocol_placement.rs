// Where `#[protocol]` stands, and what the line with `trait` says.

#[protocol]
impl Ledger for Memory {
    #[call]
    fn sum(&self) -> u64 {
        1
    }
}

#[protocol]
struct Ledger;

#[protocol]
fn ledger() {}

#[protocol]
enum Messages {
    Sum,
}

#[protocol]
#[protocol]
#[async_trait]
pub trait Twice {
    #[call]
    fn sum(&self) -> u64;
}

#[protocol]
unsafe trait Unsafe {
    #[call]
    fn sum(&self) -> u64;
}

#[protocol]
auto trait Auto {}

#[protocol]
trait Borrows<'a, T, U: Clone> {
    #[call]
    fn sum(&self, of: T) -> U;
}

#[protocol]
trait Above: Clone + Audit + Send + 'static {
    #[call]
    fn sum(&self) -> u64;
}

#[protocol]
trait Empty {}
