#[gen_server]
pub struct OnStruct {
    count: u64,
}

#[gen_server]
pub(crate) enum OnEnum {}

#[gen_server]
pub async fn on_fn() {}

#[gen_server]
const fn on_const_fn() {}

#[gen_server]
mod on_mod {}

#[gen_server]
trait OnTrait {}

#[gen_server]
use on::import;

#[gen_server]
impl Display for TraitImpl {
    #[call]
    fn get(&self) -> u8 {}
}

#[gen_server]
unsafe impl UnsafeImpl {
    #[init]
    fn init() -> Self {}
    #[call]
    fn get(&self) -> u8 {}
}

#[gen_server]
impl (State, NotNamed) {
    #[init]
    fn init() -> Self {}
    #[call]
    fn get(&self) -> u8 {}
}

#[gen_server]
impl<'a> ImplLifetime<'a> {
    #[init]
    fn init() -> Self {}
    #[call]
    fn get(&self) -> u8 {}
}

#[gen_server]
impl ElidedLifetime<'_> {
    #[init]
    fn init() -> Self {}
    #[call]
    fn get(&self) -> u8 {}
}

#[gen_server]
impl NothingMarked {
    fn get(&self) -> u8 {}
}

#[gen_server]
impl OnlyInitPasses {
    #[init]
    fn init() -> Self {}
}

#[gen_server]
impl MissingInit {
    #[call]
    fn get(&self) -> u8 {}
}

#[gen_server]
#[gen_server(mailbox = 1)]
#[async_trait]
impl AppliedTwice {
    #[init]
    fn init() -> Self {}
    #[call]
    fn get(&self) -> u8 {}
}

#[gen_server]
impl<T, U: Clone, V: ?Sized, W, const N: usize> ParamWithoutBound<T, U, V, W, N>
where
    Vec<W>: Send + 'static,
    V: ?Sized,
{
    #[init]
    fn init(t: T) -> Self {}
    #[call]
    fn get(&self) -> u8 {}
}
