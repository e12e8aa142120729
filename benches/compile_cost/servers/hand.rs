use crate::{Failed, Refused, ask};
use tokio::sync::{mpsc, oneshot};

pub enum AccountMessage {
    Balance(oneshot::Sender<u64>),
    Owner(oneshot::Sender<String>),
    Deposit { amount: u64, reply: oneshot::Sender<u64> },
    Withdraw { amount: u64, reply: oneshot::Sender<Result<u64, Refused>> },
    Transfer { to: String, amount: u64, reply: oneshot::Sender<Result<u64, Refused>> },
    Note { text: String },
    Credit { amount: u64 },
    Rename { owner: String },
    Clear,
    Archive { title: String, keep: u64 },
}

struct Account {
    owner: String,
    balance: u64,
    notes: Vec<String>,
}

impl Account {
    async fn run(mut self, mut mailbox: mpsc::UnboundedReceiver<AccountMessage>) {
        while let Some(message) = mailbox.recv().await {
            self.handle(message).await;
        }
    }

    async fn handle(&mut self, message: AccountMessage) {
        match message {
            AccountMessage::Balance(reply) => {
                let _ = reply.send(self.balance);
            }
            AccountMessage::Owner(reply) => {
                let _ = reply.send(self.owner.clone());
            }
            AccountMessage::Deposit { amount, reply } => {
                let _ = reply.send(self.deposit(amount));
            }
            AccountMessage::Withdraw { amount, reply } => {
                let _ = reply.send(self.withdraw(amount));
            }
            AccountMessage::Transfer { to, amount, reply } => {
                let _ = reply.send(self.transfer(to, amount).await);
            }
            AccountMessage::Note { text } => self.notes.push(text),
            AccountMessage::Credit { amount } => self.balance += amount,
            AccountMessage::Rename { owner } => self.owner = owner,
            AccountMessage::Clear => self.notes.clear(),
            AccountMessage::Archive { title, keep } => self.archive(title, keep).await,
        }
    }

    fn deposit(&mut self, amount: u64) -> u64 {
        self.balance += amount;
        // edited here
        self.balance
    }

    fn withdraw(&mut self, amount: u64) -> Result<u64, Refused> {
        self.balance = self.balance.checked_sub(amount).ok_or(Refused)?;
        Ok(self.balance)
    }

    async fn transfer(&mut self, to: String, amount: u64) -> Result<u64, Refused> {
        tokio::task::yield_now().await;
        self.balance = self.balance.checked_sub(amount).ok_or(Refused)?;
        self.notes.push(to);
        Ok(self.balance)
    }

    async fn archive(&mut self, title: String, keep: u64) {
        tokio::task::yield_now().await;
        self.notes.truncate(keep as usize);
        self.notes.push(title);
    }
}

#[derive(Clone)]
pub struct AccountClient(mpsc::UnboundedSender<AccountMessage>);

impl AccountClient {
    pub fn start(owner: String) -> Self {
        let (sender, mailbox) = mpsc::unbounded_channel();
        tokio::spawn(Account { owner, balance: 0, notes: Vec::new() }.run(mailbox));
        AccountClient(sender)
    }

    pub async fn balance(&self) -> Result<u64, Failed> {
        ask(&self.0, AccountMessage::Balance).await
    }

    pub async fn owner(&self) -> Result<String, Failed> {
        ask(&self.0, AccountMessage::Owner).await
    }

    pub async fn deposit(&self, amount: u64) -> Result<u64, Failed> {
        ask(&self.0, |reply| AccountMessage::Deposit { amount, reply }).await
    }

    pub async fn withdraw(&self, amount: u64) -> Result<u64, Failed> {
        Ok(ask(&self.0, |reply| AccountMessage::Withdraw { amount, reply }).await??)
    }

    pub async fn transfer(&self, to: String, amount: u64) -> Result<u64, Failed> {
        Ok(ask(&self.0, |reply| AccountMessage::Transfer { to, amount, reply }).await??)
    }

    pub fn note(&self, text: String) {
        let _ = self.0.send(AccountMessage::Note { text });
    }

    pub fn credit(&self, amount: u64) {
        let _ = self.0.send(AccountMessage::Credit { amount });
    }

    pub fn rename(&self, owner: String) {
        let _ = self.0.send(AccountMessage::Rename { owner });
    }

    pub fn clear(&self) {
        let _ = self.0.send(AccountMessage::Clear);
    }

    pub fn archive(&self, title: String, keep: u64) {
        let _ = self.0.send(AccountMessage::Archive { title, keep });
    }
}

pub async fn exercise() -> Result<(), Box<dyn std::error::Error>> {
    let account = AccountClient::start("joe".to_owned());
    account.note("hello".to_owned());
    account.credit(1);
    account.rename("ann".to_owned());
    account.clear();
    account.archive("all".to_owned(), 7);
    account.deposit(10).await?;
    account.withdraw(2).await?;
    account.transfer("joe".to_owned(), 3).await?;
    println!("{} {}", account.owner().await?, account.balance().await?);
    Ok(())
}
