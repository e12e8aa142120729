#[config]
pub enum OnEnum {
    #[default]
    One,
}

#[config]
pub fn on_fn(#[default(5)] port: u16) {}

#[config]
impl OnImpl {}

#[config]
pub struct OnTuple(#[default(5)] u16, pub String, u8);

#[config]
pub struct OnUnit;

#[config]
pub struct Empty {}

#[config]
#[config]
pub struct Generic<T: EnvValue, const N: usize> {
    #[default(5)]
    value: T,
    list: [u8; N],
}

#[config(prefix = "BANK", crate, crate = otp)]
pub struct Options {
    port: u16,
}
