#[otp_runtime::main]
const fn main() {}

#[otp_runtime::test]
async unsafe extern "C" fn works<T, const N: usize>() -> Result<(), String>
where
    T: Copy,
{
    Ok(())
}
