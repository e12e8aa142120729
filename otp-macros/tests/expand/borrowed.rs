/// Looks words up.
pub struct Words {
    all: Vec<String>,
}

#[gen_server]
impl Words {
    #[init]
    pub fn init() -> Self {
        Self { all: Vec::new() }
    }

    /// Whether it knows `word`.
    #[call]
    pub fn has(&self, word: &str) -> bool {
        self.all.iter().any(|known| known == word)
    }

    /// Takes new words in, at most `limit`.
    #[call(timeout = 1s)]
    pub fn learn(&mut self, words: &[String], limit: usize, ctx: &mut Context<Self>) -> Result<usize, TooMany> {
        learn(self, words, limit, ctx.pid())
    }

    #[call]
    pub fn later(&mut self, entry: &Entry, reply: ReplyTo<u8>) {
        self.waiting.push((entry.clone(), reply));
    }

    /// An async handler may outlive what is lent: its message owns a copy.
    #[call]
    pub async fn load(&mut self, file: &std::path::Path) -> usize {
        load(self, file).await
    }

    #[cast]
    pub fn forget(&mut self, word: &str) {
        self.all.retain(|known| known != word);
    }
}
