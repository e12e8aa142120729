/// Hands out work to whoever asks first.
pub struct Queue {
    waiting: VecDeque<ReplyTo<Job>>,
    askers: Vec<ReplyTo<io::Result<usize>>>,
}

#[gen_server]
impl Queue {
    #[init]
    pub fn new(ctx: &mut Context<Self>) -> Init<Self> {
        loop {}
    }

    /// The next job, when there is one.
    #[call]
    pub fn next(&mut self, reply: ReplyTo<Job>) {
        self.waiting.push_back(reply);
    }

    #[call(timeout = 1.5s)]
    pub async fn size(&mut self, ctx: &mut Context<Self>, of: String, answer: otp_runtime::ReplyTo<io::Result<usize>>) {
        self.askers.push(answer);
    }

    #[call]
    pub fn compare(&mut self, reply: ReplyTo<Result<bool, Self>>, with: Option<Self>, ctx: &Context<Self>) {}

    /// A `ReplyTo` in a cast is data.
    #[cast]
    pub fn ask(&mut self, reply: ReplyTo<io::Result<usize>>) {
        self.askers.push(reply);
    }
}
