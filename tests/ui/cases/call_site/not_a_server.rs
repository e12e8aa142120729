use otp_runtime::prelude::*;

struct Plain;

#[otp_runtime::main]
async fn main() {
    let _ = Start::<Plain>::new(()).await;
    let _: Option<Ref<Plain>> = None;
    let _ = Plain::named("plain");
}

fn handler(_: &mut Context<Plain>) {}
