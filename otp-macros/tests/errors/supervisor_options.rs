#[supervisor(stategy = one_for_one, max_restart = 3, intensity = 5)]
struct UnknownOption {}

#[supervisor(one_for_one)]
struct BareStrategy {}

#[supervisor(strategy = one_for_one, strategy = one_for_all, max_restarts = 1, max_restarts = 2, args(), args())]
struct DuplicateOption {}

#[supervisor(strategy, max_restarts, auto_shutdown = , args, client)]
struct OptionWithoutValue {}

#[supervisor(strategy = "one_for_one", max_restarts = "3", max_seconds = 5s, auto_shutdown = true, args = (a: u8))]
struct OptionWrongType {}

#[supervisor(strategy(one_for_one), max_restarts(3), name("bank"), crate = otp)]
struct OptionCalled {}

#[supervisor(strategy = one_for_al, auto_shutdown = any_signifcant, restart = always, shutdown = 5)]
struct OptionWrongWord {}

#[supervisor(strategy = one_for_rest, max_seconds = 0, max_restarts = -1, significant = maybe)]
struct OptionOutOfRange {}

#[supervisor(strategy = all_for_one, max_seconds = "soon", max_restarts = 1.5)]
struct MixedUp {}

#[supervisor(strategy = :one_for_one, max_seconds = 99999999999999999999999, max_restarts = infinity)]
struct AsInElixir {}

#[supervisor(strategy = Strategy::OneForOne)]
struct AsInRust {}

#[supervisor(strategy = simple_one_for_one)]
struct Simple {}

#[supervisor(strategy = whatever)]
struct Whatever {}

#[supervisor(strategy = one_for_one, significant, restart = permanent)]
struct PermanentSignificant {}

#[supervisor(strategy = one_for_one max_restarts = 3)]
struct ArgsSyntax {}

#[supervisor("one_for_one")]
struct ArgsSyntaxToo {}
