use otp_runtime::prelude::*;

#[config]
struct Generic<T: Clone, const N: usize> {
    value: T,
    list: [u8; N],
}

#[config]
struct Borrows<'a> {
    name: &'a str,
}

fn main() {}
