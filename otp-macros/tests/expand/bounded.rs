/// A log that may lag behind.
pub struct Log(Vec<String>);

#[gen_server(mailbox = 64)]
impl Log {
    #[init]
    fn init() -> Self {
        Log(Vec::new())
    }

    #[cast]
    pub(crate) fn write(&mut self, line: String) {
        self.0.push(line);
    }

    #[cast]
    fn flush(&mut self) {}
}
