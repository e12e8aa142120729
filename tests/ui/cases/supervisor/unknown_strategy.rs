use otp_runtime::prelude::*;

#[supervisor(strategy = one_for_any)]
struct Misspelt {}

#[supervisor(strategy = rest_for_all)]
struct MixedUp {}

#[supervisor(strategy = "one_for_one")]
struct Quoted {}

#[supervisor(strategy = OneForOne)]
struct Capital {}

#[supervisor(strategy = :one_for_all)]
struct Atom {}

#[supervisor(strategy = simple_one_for_one)]
struct Simple {}

#[supervisor(strategy = none)]
struct Other {}

#[supervisor(rest_for_one)]
struct Bare {}

#[otp_runtime::main]
async fn main() {
    Misspelt::start_link().await.unwrap();
    MixedUp::start_link().await.unwrap();
    Quoted::start_link().await.unwrap();
    Capital::start_link().await.unwrap();
    Atom::start_link().await.unwrap();
    Simple::start_link().await.unwrap();
    Other::start_link().await.unwrap();
    Bare::start_link().await.unwrap();
}
