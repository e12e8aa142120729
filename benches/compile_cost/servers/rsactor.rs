use crate::{LIMIT, Refused};
use rsactor::{Actor, ActorRef, message_handlers, spawn};

#[derive(Actor)]
pub struct Account {
    owner: String,
    balance: u64,
    notes: Vec<String>,
}

pub struct Balance;
pub struct Owner;
pub struct Deposit {
    amount: u64,
}
pub struct Withdraw {
    amount: u64,
}
pub struct Transfer {
    to: String,
    amount: u64,
}
pub struct Note {
    text: String,
}
pub struct Credit {
    amount: u64,
}
pub struct Rename {
    owner: String,
}
pub struct Clear;
pub struct Archive {
    title: String,
    keep: u64,
}

#[message_handlers]
impl Account {
    #[handler]
    async fn balance(&mut self, _: Balance, _: &ActorRef<Self>) -> u64 {
        self.balance
    }

    #[handler]
    async fn owner(&mut self, _: Owner, _: &ActorRef<Self>) -> String {
        self.owner.clone()
    }

    #[handler]
    async fn deposit(&mut self, message: Deposit, _: &ActorRef<Self>) -> u64 {
        self.balance += message.amount;
        // edited here
        self.balance
    }

    #[handler]
    async fn withdraw(&mut self, message: Withdraw, _: &ActorRef<Self>) -> Result<u64, Refused> {
        self.balance = self.balance.checked_sub(message.amount).ok_or(Refused)?;
        Ok(self.balance)
    }

    #[handler]
    async fn transfer(&mut self, message: Transfer, _: &ActorRef<Self>) -> Result<u64, Refused> {
        tokio::task::yield_now().await;
        self.balance = self.balance.checked_sub(message.amount).ok_or(Refused)?;
        self.notes.push(message.to);
        Ok(self.balance)
    }

    #[handler]
    async fn note(&mut self, message: Note, _: &ActorRef<Self>) {
        self.notes.push(message.text);
    }

    #[handler]
    async fn credit(&mut self, message: Credit, _: &ActorRef<Self>) {
        self.balance += message.amount;
    }

    #[handler]
    async fn rename(&mut self, message: Rename, _: &ActorRef<Self>) {
        self.owner = message.owner;
    }

    #[handler]
    async fn clear(&mut self, _: Clear, _: &ActorRef<Self>) {
        self.notes.clear();
    }

    #[handler]
    async fn archive(&mut self, message: Archive, _: &ActorRef<Self>) {
        tokio::task::yield_now().await;
        self.notes.truncate(message.keep as usize);
        self.notes.push(message.title);
    }
}

pub async fn exercise() -> Result<(), Box<dyn std::error::Error>> {
    let (account, _) = spawn::<Account>(Account { owner: "joe".to_owned(), balance: 0, notes: Vec::new() });
    account.tell(Note { text: "hello".to_owned() }).await?;
    account.tell(Credit { amount: 1 }).await?;
    account.tell(Rename { owner: "ann".to_owned() }).await?;
    account.tell(Clear).await?;
    account.tell(Archive { title: "all".to_owned(), keep: 7 }).await?;
    account.ask_with_timeout(Deposit { amount: 10 }, LIMIT).await?;
    account.ask_with_timeout(Withdraw { amount: 2 }, LIMIT).await??;
    account.ask_with_timeout(Transfer { to: "joe".to_owned(), amount: 3 }, LIMIT).await??;
    let owner = account.ask_with_timeout(Owner, LIMIT).await?;
    println!("{owner} {}", account.ask_with_timeout(Balance, LIMIT).await?);
    Ok(())
}
