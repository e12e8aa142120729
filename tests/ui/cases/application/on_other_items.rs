use otp_runtime::prelude::*;

#[derive(Default)]
struct MyBank;

#[application]
struct Other;

#[application]
fn on_fn() {}

#[application]
trait OnTrait {}

#[application]
impl Clone for MyBank {
    fn clone(&self) -> Self {
        MyBank
    }
}

fn main() {
    on_fn();
    let _ = (MyBank.clone(), Other);
}
