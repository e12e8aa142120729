use otp_runtime::prelude::*;

struct Plain;

async fn ask(plain: &Ref<Plain>) {
    let _ = plain;
}

fn main() {
    let _ = Start::<Plain>::new;
}
