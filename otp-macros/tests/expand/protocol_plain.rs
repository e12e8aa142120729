/// Keeps entries.
#[protocol]
pub trait Ledger {
    /// Writes an entry; how many there are now.
    #[call]
    fn post(&mut self, entry: Entry) -> Result<u64, Full>;
    /// Sums them up.
    #[call]
    async fn total(&self) -> u64;
    /// Remarks something.
    #[cast]
    fn note(&mut self, text: String);
}

pub struct MemoryLedger {
    entries: Vec<Entry>,
}

#[gen_server(protocol = Ledger)]
impl MemoryLedger {
    #[init]
    pub fn init() -> Self {
        MemoryLedger { entries: Vec::new() }
    }

    #[call]
    pub fn entries(&self) -> Vec<Entry> {
        self.entries.clone()
    }
}

impl Ledger for MemoryLedger {
    fn post(&mut self, entry: Entry) -> Result<u64, Full> {
        self.entries.push(entry);
        Ok(self.entries.len())
    }

    async fn total(&self) -> u64 {
        self.entries.iter().sum()
    }

    fn note(&mut self, text: String) {
        println!("{text}");
    }
}
