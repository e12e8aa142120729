use otp_runtime::prelude::*;

#[config]
enum OnEnum {
    One,
}

#[config]
fn on_fn() {}

#[config]
impl OnEnum {}

fn main() {
    let _ = OnEnum::One;
    on_fn();
}
