#[agent]
pub enum OnEnum {
    #[agent(skip)]
    One,
}

#[agent]
union OnUnion {
    #[agent(skip)]
    first: u8,
}

#[agent]
pub async fn on_fn() {}

#[agent]
impl OnImpl {
    fn one() {}
}

#[agent]
trait OnTrait {}

#[agent]
mod on_mod {
    #[agent]
    struct Inside {}
}

#[agent]
type OnAlias = u8;

#[agent]
pub struct OnTuple(#[agent(skip)] u8, pub Vec<u8>);

#[agent]
pub struct OnTupleOfOne(HashMap<String, u8>);

#[agent]
pub struct OnTupleOfMany(A, B, C, D);

#[agent]
pub struct OnUnit;

#[agent]
pub struct EmptyPasses {}

#[agent]
#[agent(name = "other")]
#[derive(Debug, Clone)]
#[repr(C)]
pub struct AppliedTwice {
    first: u8,
}

#[agent]
pub struct Borrows<'a, 'b: 'a, T> {
    pub first: &'a T,
    second: Cow<'b, str>,
    pub third: &str,
    fourth: Option<Cow<'_, [u8]>>,
    pub fine: &'static str,
}

#[agent]
pub struct ParamWithoutBound<T, U: Clone, V: Fine>
where
    Vec<V>: Send,
{
    first: Many<T, U, V>,
}
