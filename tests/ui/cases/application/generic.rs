use otp_runtime::prelude::*;

struct Generic<T, const N: usize>([T; N]);

#[application]
impl<T, const N: usize> Generic<T, N> {
    #[start]
    fn start() -> Result<Top<Self>, StartError> {
        todo!()
    }
}

fn main() {
    Generic::<u8, 2>::spec();
}
