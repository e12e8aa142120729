#[supervisor(strategy = one_for_one)]
struct UnknownOption {
    #[child(restrat = transient, argss(1), arg(5), max_childen = 3, nmae = "x")]
    first: Worker,
    #[child(type = worker, strategy = one_for_any, auto_shutdown = never)]
    second: Worker,
    #[child(whatever = 1, whatever2(1), whatever3)]
    passes: Worker,
}

#[supervisor(strategy = one_for_one)]
struct WrongForm {
    #[child(args = 1000)]
    first: Worker,
    #[child(args = (1, 2), id("x"), restart(), significant(true))]
    second: Worker,
    #[child(args, id, restart, transient, brutal_kill, unique, max_children)]
    third: Worker,
    #[child(args(1 2), extra = )]
    fourth: Worker,
    #[child(id = "a" restart = transient)]
    fifth: Worker,
}

#[supervisor(strategy = one_for_one, auto_shutdown = any_significant)]
struct WrongValue {
    #[child(id = first, restart = always, shutdown = 5, significant = yes, name = 5)]
    first: Worker,
    #[child(id = "b", restart = "transient", shutdown = "5s", period = 5sec)]
    second: Worker,
    #[child(keys = uniq, max_children = "10", max_seconds = 0, partitions = 0, max_restarts = true)]
    third: Worker,
    #[child(max_children = infinity, max_seconds = 5s, partitions = -1, max_restarts = LIMIT, args(LIMIT))]
    fourth: Worker,
    #[child(id = "x", id = "y", args(1), args(2), limit = 1, limit = 2)]
    twice: Worker,
    #[child(meta("a", 1), meta("b", 2))]
    passes: Worker,
}

#[supervisor(strategy = one_for_one)]
struct Significant {
    #[child(significant)]
    first: Worker,
    #[child(significant = true, restart = permanent)]
    second: Worker,
    #[child(significant = false, restart = permanent)]
    passes: Worker,
}

#[supervisor(strategy = one_for_one, auto_shutdown = never)]
struct NeverSignificant {
    #[child(significant, restart = transient)]
    first: Worker,
}

#[supervisor(strategy = one_for_one, auto_shutdown = any_significnt)]
struct NotTwice {
    #[child(significant, restart = transient)]
    first: Worker,
}

#[supervisor(strategy = one_for_one)]
struct Ids {
    #[child(id = "a")]
    first: Worker,
    #[child(id = "a")]
    second: Worker,
    #[child(id = "fourth")]
    third: Worker,
    fourth: Worker,
    #[child(id = "first")]
    passes: Worker,
    #[child(id = "passes", restart = temporary)]
    also: Worker,
    #[child(id = "also")]
    sixth: Worker,
    sixth: Worker,
    #[cfg(a)]
    one: Worker,
    #[cfg(not(a))]
    one: Worker,
}

#[supervisor(strategy = one_for_one)]
struct Marks {
    #[child]
    #[child(restart = transient)]
    first: Worker,
    #[chid(restart = transient)]
    second: Worker,
    #[children]
    third: Worker,
    #[cfg_attr(unix, child(restart = transient))]
    fourth: Worker,
    #[child = "x"]
    fifth: Worker,
    #[child[restart = transient]]
    sixth: Worker,
    #[serde(skip)]
    #[rustfmt::skip]
    seventh: Worker,
    #[otp_runtime::child]
    passes: Worker,
}

#[supervisor(strategy = one_for_one)]
struct Names {
    clone: Worker,
    deref: Worker,
    into: Worker,
    stop: Worker,
    r#child: Worker,
}

#[supervisor(strategy = one_for_one)]
struct Types {
    one: &'static Worker,
    two: impl Worker,
    three: (Worker, Worker),
    four: [Worker; 3],
    five: dyn Worker,
    six: &mut dyn Worker,
    seven: fn(),
    eight: _,
    made: made!(Worker),
    path: <A as B>::C,
}
