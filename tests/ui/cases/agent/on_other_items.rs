use otp_runtime::prelude::*;

#[agent]
enum OnEnum {
    #[agent(skip)]
    One,
}

#[agent]
fn on_fn() {}

struct Settings {}

#[agent]
impl Settings {
    fn double(&self) -> u64 {
        2
    }
}

#[agent]
trait OnTrait {}

fn main() {
    let _ = OnEnum::One;
    on_fn();
    Settings {}.double();
}
