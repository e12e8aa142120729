// Servers, supervisors, agents and applications with every kind of item, for modules in which no name is in scope: the paths
// are written out, and the runtime has another name. Everything is documented, and in use: see `lib.rs` for the lints.

include!("cases/servers.rs");
include!("cases/supervisors.rs");
include!("cases/applications.rs");
include!("cases/lent.rs");

/// Starts each of them and asks for something.
///
/// # Panics
///
/// When an answer is not what it should be.
pub async fn run() {
    use ::core::option::Option::Some;
    use ::core::result::Result::{Err, Ok};

    let account = Account::start(1).name("account").await.expect("it starts");
    ::core::assert_eq!(account.balance().await, Ok(2));
    account.deposit(3);
    ::core::assert_eq!(account.looked_up().await, Ok(5));
    ::core::assert_eq!(account.withdraw(1).await, Ok(4));
    lent().await;
    let refused = account.withdraw(9).await;
    ::core::assert!(::core::matches!(refused, Err(::renamed::CallError::Handler(TooLittle(5)))));
    let next = account.next().send();
    account.quietly(Quiet(1));
    account.deposit(1);
    ::core::assert_eq!(next.await, Ok(6));
    account.limited(4);
    account.send(Tick { by: 10 });
    ::core::assert_eq!(account.digits().await, Ok([0]));
    ::core::assert_eq!(account.kind().await, Ok("not any"));
    #[allow(deprecated)]
    let amount = account.amount().await;
    ::core::assert_eq!(amount, Ok(20));
    let double = |balance: u64| balance * 2;
    ::core::assert_eq!(account.apply(double, ::std::boxed::Box::new(|balance| balance + 1)).await, Ok(42));
    let other = Account { balance: 7, waiting: ::std::vec::Vec::new() };
    let before = account.swap(::std::boxed::Box::new(other)).await;
    ::core::assert!(::core::matches!(before, Ok(Some(Account { balance: 20, .. }))));
    ::core::assert_eq!(account.empty(0).await, Ok(7));
    ::core::assert!(account.empty(0).await.is_err());
    let shown = ::std::format!("{:?}", AccountCall::Withdraw { amount: 3 });
    ::core::assert_eq!(shown, "Withdraw { amount: 3 }");
    ::core::assert!(account.stop().await.is_ok());
    ::core::assert!(Account::start(0).await.is_err());

    let guarded = Guarded::start(Config { first: 1 }).await.expect("it starts");
    ::core::assert!(guarded.add(2).is_ok());
    ::core::assert_eq!(guarded.count().await, Ok(3));
    let again: &GuardedHandle = &::core::clone::Clone::clone(&guarded);
    ::core::assert_eq!(again.count().await, Ok(3));

    let stack = Stack::<u8, 2, &str>::start("kept").await.expect("it starts");
    ::core::assert_eq!(stack.push(1).await, Ok(true));
    ::core::assert_eq!(stack.push(2).await, Ok(true));
    ::core::assert_eq!(stack.push(3).await, Ok(false));
    ::core::assert_eq!(stack.kept().await, Ok("kept"));
    stack.clear();
    ::core::assert_eq!(stack.all().await, Ok([Some(1), Some(2)]));

    let keeper = Keeper::start("kept", Config { first: 3 }).await.expect("it starts");
    ::core::assert_eq!(keeper.kept().await, Ok(("kept", 3)));

    let silent = Silent::start().await.expect("it starts");
    ::core::assert!(silent.is_alive());

    let top = Top::start().await.expect("it starts");
    ::core::assert_eq!(top.bank().account().balance().await, Ok(8));
    ::core::assert_eq!(top.bank().stack().kept().await, Ok("kept"));
    ::core::assert!(top.bank().either().is_alive());
    ::core::assert!(top.empty().is_alive());
    let again: BankHandle = ::core::clone::Clone::clone(&top.bank());
    #[allow(deprecated)]
    let pile = again.pile();
    ::core::assert!(pile.is_alive());
    ::core::assert!(top.stop().await.is_ok());
    ::core::assert!(!pile.is_alive());

    let stacks = Stacks::<u8, 2>::start("kept").await.expect("it starts");
    ::core::assert_eq!(stacks.first().push(1).await, Ok(true));
    ::core::assert_eq!(stacks.second().kept().await, Ok("kept"));
    ::core::assert!(stacks.stop().await.is_ok());

    let agents = Agents::start().await.expect("it starts");
    let settings = agents.settings();
    ::core::assert_eq!(settings.set_volume(3).await, Ok(()));
    ::core::assert_eq!(settings.update_theme(|theme| theme.push('a')).await, Ok(()));
    ::core::assert_eq!(settings.theme().await.expect("it is there"), "a");
    ::core::assert_eq!(settings.set_type(Some(1)).await, Ok(()));
    ::core::assert_eq!(settings.r#type().await, Ok(Some(1)));
    #[allow(deprecated)]
    let loudness = settings.loudness().await;
    ::core::assert_eq!(loudness, Ok(0));
    let again: &SettingsHandle = &::core::clone::Clone::clone(&settings);
    again.cast(|settings| settings.secret = <u64 as ::core::convert::From<u8>>::from(settings.volume));
    ::core::assert_eq!(again.get(|settings| settings.secret + settings.cache.len() as u64).await, Ok(3));
    ::core::assert_eq!(agents.number().get_and_update(|number| *number + 1).await, Ok(4));
    ::core::assert!(agents.stop().await.is_ok());

    let kept = Kept::<u8, 2>::start(|| Kept { some: [Some(1), ::core::option::Option::None], other: "other" });
    let kept = kept.await.expect("it starts");
    ::core::assert_eq!(kept.other().await, Ok("other"));
    ::core::assert_eq!(kept.set_some([Some(2); 2]).await, Ok(()));
    ::core::assert_eq!(kept.some().await, Ok([Some(2); 2]));
    ::renamed::application::register(::renamed::AppSpec::new("clock"));
    let started = ::renamed::application::ensure_all_started(<Shop as ::renamed::Application>::spec()).await;
    ::core::assert_eq!(started.map(|started| started.len()), Ok(3));
    ::core::assert!(::renamed::application::stop("shop").await.is_ok());
    let refused = ::renamed::application::start(::renamed::AppRef::of::<Library2>()).await;
    ::core::assert!(::core::matches!(refused, Err(::renamed::AppError::Config(_) | ::renamed::AppError::Included { .. })));
    let spec = <Shop as ::renamed::Application>::spec();
    ::core::assert_eq!(spec.phases(), ["warm_up", "loop"]);
    ::core::assert_eq!((spec.description_str(), spec.version_str()), ("A shop", "1.0"));
}
