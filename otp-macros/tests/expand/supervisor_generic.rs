/// A cache of anything.
#[supervisor(strategy = one_for_one, args(first: T, size: [u8; N]))]
pub struct CacheSupervisor<T: Clone + Send + Sync + 'static = u64, F: ?Sized = (), const N: usize = 3>
where
    F: Store<Self> + Send + 'static,
{
    #[child(args(first))]
    cache: Cache<T, F>,
    #[child(args(size))]
    sized: Sized<N>,
    own: Watch<Self>,
}

#[supervisor(strategy = one_for_one)]
struct Fixed<const N: usize> {
    worker: Worker<N>,
}
