/// Counts.
pub struct Counter {
    count: u64,
}

#[gen_server]
impl Counter {
    /// Begins at `start`.
    #[init]
    pub fn init(start: u64) -> Self {
        Self { count: start }
    }

    /// The count.
    #[call]
    pub fn get(&self) -> u64 {
        self.count
    }

    #[call]
    pub fn take(&mut self, amount: u64) -> Result<u64, TooMuch> {
        self.count = self.count.checked_sub(amount).ok_or(TooMuch)?;
        Ok(self.count)
    }

    /// Counts on.
    #[cast]
    pub fn add(&mut self, mut amount: u64) {
        amount += 1;
        self.count += self.doubled(amount);
    }

    fn doubled(&self, amount: u64) -> u64 {
        amount * 2
    }
}
