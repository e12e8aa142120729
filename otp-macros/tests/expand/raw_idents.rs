/// Names that are taken elsewhere.
pub struct r#Dyn;

#[gen_server]
impl r#Dyn {
    #[init]
    pub fn r#fn(r#type: u8) -> r#Dyn {
        r#Dyn
    }

    #[call]
    pub fn r#type(&self) -> u8 {
        0
    }

    #[call]
    pub fn self_(&self, r#move: u8, reply: u8, ctx: u8, call: u8, f: u8) -> u8 {
        r#move
    }

    #[call]
    pub fn info(&self, message: u8, c: &Context<Self>) -> Result<u8, u8> {
        Ok(message)
    }

    #[cast]
    pub fn to_owned(&mut self, debug: fn(&str) -> Self, result: Box<dyn Fn(&str) + Send>, c: &mut Context<Self>) -> io::Result<()> {
        Ok(())
    }

    #[info]
    fn größe(&mut self, ctx: [u8; Self::N]) {}

    #[terminate]
    async fn terminate(&mut self, c: &mut Context<Self>, why: ExitReason) {}
}
