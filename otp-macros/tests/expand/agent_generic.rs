#[agent]
pub(crate) struct Cache<K: Hash + Eq + Send + 'static, V = u8, const N: usize = 4>
where
    V: Clone + Store<Self> + Send + 'static,
{
    pub(crate) entries: HashMap<K, V>,
    pub(crate) oldest: [u8; Self::LENGTH],
    pub(crate) limit: usize,
}
