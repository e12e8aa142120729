//! The books by themselves.

use my_bank::books::Books;
use my_bank::transaction::{AccountName, Committed, LIMIT, Operation, Refusal, Transaction};

fn name(name: &str) -> AccountName {
    name.parse().unwrap()
}

fn ask(key: &str, operation: Operation) -> Transaction {
    Transaction { key: key.parse().unwrap(), operation }
}

fn only(books: &mut Books, transaction: Transaction) -> Result<Committed, Refusal> {
    books.commit([&transaction]).unwrap().remove(0)
}

#[test]
fn what_is_refused_in_a_batch_leaves_the_rest_alone() {
    let dir = tempfile::tempdir().unwrap();
    let mut books = Books::open(&dir.path().join("books")).unwrap();
    let (a, b) = (name("a"), name("b"));
    let ten = 10.try_into().unwrap();
    let batch = [
        ask("1", Operation::Open(a.clone(), 15)),
        ask("2", Operation::Open(b.clone(), 0)),
        ask("3", Operation::Transfer(a.clone(), b.clone(), ten)),
        ask("4", Operation::Transfer(a.clone(), b.clone(), ten)),
        ask("5", Operation::Withdraw(b.clone(), ten)),
        ask("3", Operation::Transfer(a.clone(), b.clone(), ten)),
        ask("3", Operation::Transfer(b.clone(), a.clone(), ten)),
        ask("6", Operation::Close(b.clone())),
        ask("7", Operation::Deposit(b.clone(), ten)),
    ];
    let told: Vec<_> = books.commit(&batch).unwrap();
    let numbers: Vec<_> =
        told.iter().map(|told| told.as_ref().map(|done| (done.receipt.number, done.replayed))).collect();
    assert_eq!(
        numbers,
        [
            Ok((1, false)),
            Ok((2, false)),
            Ok((3, false)),
            Err(&Refusal::InsufficientFunds(a.clone(), 5)),
            Ok((4, false)),
            Ok((3, true)),
            Err(&Refusal::KeyReused),
            Ok((5, false)),
            Err(&Refusal::AccountClosed(b)),
        ]
    );
    let totals = books.totals().unwrap();
    assert_eq!((totals.held, totals.received, totals.paid_out, totals.accounts), (5, 15, 10, 1));
    assert!(totals.balance());
}

#[test]
fn more_than_the_bank_can_count() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("books");
    let mut books = Books::open(&file).unwrap();
    let a = name("a");
    only(&mut books, ask("1", Operation::Open(a.clone(), 0))).unwrap();
    // nine million deposits would take a while
    let raw = rusqlite::Connection::open(&file).unwrap();
    raw.execute("UPDATE totals SET received = ?1, paid_out = ?1", [i64::MAX - LIMIT as i64]).unwrap();
    let most = LIMIT.try_into().unwrap();
    assert!(only(&mut books, ask("2", Operation::Deposit(a.clone(), most))).is_ok());
    assert_eq!(
        only(&mut books, ask("3", Operation::Deposit(a.clone(), 1.try_into().unwrap()))),
        Err(Refusal::BankFull)
    );
    assert_eq!(only(&mut books, ask("4", Operation::Open(name("b"), 1))), Err(Refusal::BankFull));
    // what is there can go out and move all the same
    assert!(only(&mut books, ask("5", Operation::Withdraw(a, most))).is_ok());
    assert!(books.totals().unwrap().balance());

    raw.execute("UPDATE accounts SET balance = ?", [i64::MAX]).unwrap();
    raw.execute("UPDATE totals SET received = 0, paid_out = 0", []).unwrap();
    let told = only(&mut books, ask("6", Operation::Deposit(name("a"), 1.try_into().unwrap())));
    assert_eq!(told, Err(Refusal::BalanceTooLarge(name("a"))));
}

#[test]
fn whoever_only_reads_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("books");
    Books::open(&file).unwrap();
    let mut reader = Books::open_to_read(&file).unwrap();
    assert!(reader.commit([&ask("1", Operation::Open(name("a"), 1))]).is_err());
    assert_eq!(reader.account(&name("a")).unwrap(), None);
}
