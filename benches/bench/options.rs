//! The command line.

use crate::suite::Kind;
use crate::workload::{Size, Workload};

pub(crate) const HELP: &str = "\
bench [OPTIONS]

  --only call,ring         these workloads; a word alone takes all that begin with it
  --contenders ours,hand   these contenders
  --apart                  each measurement in a process of its own: none finds the memory that another has left
  --rounds N               of which the medians are shown; 9
  --quick                  a tenth of each workload, in 3 rounds
  --kept                   measures nothing: the table and the chart of what is kept

What a full-size run of all contenders finds is kept, row by row, in target/bench.json; benches/chart.svg shows it.
";

pub(crate) enum Errand {
    Run(Options),
    Kept,
    Help,
    /// One measurement in a process of its own.
    Alone {
        contender: String,
        workload: Workload,
        size: Size,
    },
}

pub(crate) struct Options {
    only: Vec<String>,
    contenders: Vec<String>,
    pub(crate) rounds: usize,
    pub(crate) size: Size,
    /// Each measurement in a process of its own.
    pub(crate) apart: bool,
    /// All contenders at full size: worth keeping.
    pub(crate) complete: bool,
}

pub(crate) fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Errand, String> {
    let mut options = Options {
        only: Vec::new(),
        contenders: Vec::new(),
        rounds: 9,
        size: Size { divisor: 1 },
        apart: false,
        complete: true,
    };
    let mut rounds = None;
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("`{argument}` needs a value"));
        match argument.as_str() {
            "--only" => options.only = list(&value()?),
            "--contenders" => {
                options.contenders = list(&value()?);
                options.complete = false;
            }
            "--rounds" => rounds = Some(number(&value()?)?.max(1) as usize),
            "--quick" => {
                (options.rounds, options.size, options.complete) = (3, Size { divisor: 10 }, false);
            }
            "--apart" => (options.apart, options.complete) = (true, false),
            "--kept" => return Ok(Errand::Kept),
            "--help" | "-h" => return Ok(Errand::Help),
            "--alone" => {
                let contender = value()?;
                let name = value()?;
                let workload = Workload::all().into_iter().find(|workload| workload.name() == name);
                let workload = workload.ok_or(format!("there is no workload `{name}`"))?;
                return Ok(Errand::Alone { contender, workload, size: Size { divisor: number(&value()?)?.max(1) } });
            }
            other => return Err(format!("there is no option `{other}`")),
        }
    }
    options.rounds = rounds.unwrap_or(options.rounds);
    options.check()?;
    Ok(Errand::Run(options))
}

fn list(value: &str) -> Vec<String> {
    value.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
}

fn number(value: &str) -> Result<u64, String> {
    value.parse().map_err(|_| format!("`{value}` is not a number"))
}

/// `call` asks for `call`, `flood` for `flood-1`, `flood-4` and `flood-64`.
fn asks_for(word: &str, name: &str, all: &[Workload]) -> bool {
    let exact = all.iter().any(|workload| workload.name() == word);
    if exact { name == word } else { name.starts_with(word) }
}

impl Options {
    fn check(&self) -> Result<(), String> {
        let all = Workload::all();
        for word in &self.only {
            if !all.iter().any(|workload| asks_for(word, &workload.name(), &all)) {
                let names: Vec<String> = all.iter().map(|workload| workload.name()).collect();
                return Err(format!("there is no workload `{word}`; there are {}", names.join(", ")));
            }
        }
        let mut names: Vec<&str> = crate::contenders::all().iter().map(|suite| suite.name).collect();
        names.push(crate::contenders::elixir::Elixir::NAME);
        match self.contenders.iter().find(|name| !names.contains(&name.as_str())) {
            Some(name) => Err(format!("there is no contender `{name}`; there are {}", names.join(", "))),
            None => Ok(()),
        }
    }

    pub(crate) fn workloads(&self) -> Vec<Workload> {
        let all = Workload::all();
        let asked = |workload: &Workload| {
            self.only.is_empty() || self.only.iter().any(|word| asks_for(word, &workload.name(), &all))
        };
        all.iter().copied().filter(asked).collect()
    }

    pub(crate) fn takes_part(&self, name: &str, kind: Kind) -> bool {
        match self.contenders.is_empty() {
            true => kind != Kind::Crowd,
            false => self.contenders.iter().any(|asked| asked == name),
        }
    }
}
