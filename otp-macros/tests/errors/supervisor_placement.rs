#[supervisor(strategy = one_for_one)]
pub enum OnEnum {
    #[child]
    One,
}

#[supervisor(strategy = one_for_one)]
pub async fn on_fn() {}

#[supervisor(strategy = one_for_one)]
impl OnImpl {
    #[child]
    fn one() {}
}

#[supervisor(strategy = one_for_one)]
mod on_mod {}

#[supervisor(strategy = one_for_one)]
pub struct OnTuple(#[child] Worker, pub Vec<Worker>);

#[supervisor(strategy = one_for_one)]
pub struct OnTupleOfMany(A, B, C, D);

#[supervisor(strategy = one_for_one)]
pub struct OnUnit;

#[supervisor(strategy = one_for_one)]
pub struct EmptyPasses {}

#[supervisor(strategy = one_for_one)]
#[supervisor(strategy = one_for_all)]
#[derive(Debug, Clone)]
#[repr(C)]
pub struct AppliedTwice {
    first: Worker,
}

#[supervisor(strategy = one_for_one)]
pub struct Borrows<'a, 'b: 'a, T> {
    first: Worker<'a, T>,
    second: Other<'b>,
}

#[supervisor(strategy = one_for_one)]
pub struct ParamWithoutBound<T, U: Clone, V: ?Sized, W, const N: usize>
where
    Vec<W>: Send + 'static,
{
    first: Worker<T, U, V, W, N>,
}

#[supervisor]
pub struct MissingStrategy {
    first: Worker,
}
