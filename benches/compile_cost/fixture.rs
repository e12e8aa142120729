//! The crates of one contender: a workspace with a package for each number of servers, and one with none.

use crate::contender::Contender;
use crate::measure::{cargo, output};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// A line of each server that an edit replaces.
const EDITED: &str = "// edited here";

pub(crate) struct Fixture {
    pub(crate) contender: &'static Contender,
    pub(crate) folder: PathBuf,
}

impl Fixture {
    /// Writes the crates anew; what was built of their dependencies stays.
    pub(crate) fn write(contender: &'static Contender, servers: &[usize]) -> Result<Self, Box<dyn Error>> {
        let fixture = Fixture { contender, folder: target().join(contender.name) };
        let packages: Vec<String> = servers.iter().map(|&count| Self::package(count)).collect();
        let members = format!("[workspace]\nresolver = \"3\"\nmembers = {:?}\n", with_none(&packages));
        fixture.put("Cargo.toml", &members)?;
        fixture.put("dependencies/Cargo.toml", &fixture.manifest("dependencies"))?;
        fixture.put("dependencies/src/main.rs", "fn main() {}\n")?;
        for (&count, package) in servers.iter().zip(&packages) {
            fixture.put(&format!("{package}/Cargo.toml"), &fixture.manifest(package))?;
            fixture.put(&format!("{package}/src/main.rs"), &fixture.program(count))?;
            for number in 0..count {
                let server = contender.server.replace("Account", &format!("Account{number}"));
                let server = server.replace("account_protocol", &format!("account{number}_protocol"));
                fixture.put(&format!("{package}/src/account{number}.rs"), &server)?;
            }
        }
        Ok(fixture)
    }

    pub(crate) fn package(servers: usize) -> String {
        format!("servers{servers}")
    }

    /// For `cargo check` and for the release build.
    pub(crate) fn build_dependencies(&self) -> Result<(), Box<dyn Error>> {
        output(self, &["update", "--quiet"])?;
        output(self, &["fetch", "--quiet"])?;
        cargo(self, &["check", "-p", "dependencies"])?;
        cargo(self, &["build", "--release", "-p", "dependencies"])?;
        Ok(())
    }

    pub(crate) fn clean(&self, package: &str) -> Result<(), Box<dyn Error>> {
        output(self, &["clean", "--quiet", "-p", package])?;
        output(self, &["clean", "--quiet", "--release", "-p", package])?;
        Ok(())
    }

    pub(crate) fn clean_all(&self) -> Result<(), Box<dyn Error>> {
        output(self, &["clean", "--quiet"])?;
        Ok(())
    }

    /// Changes one handler of one server, each time to something else.
    pub(crate) fn edit(&self, count: usize, round: usize) -> Result<(), Box<dyn Error>> {
        let file = format!("{}/src/account0.rs", Self::package(count));
        let server = fs::read_to_string(self.folder.join(&file))?;
        let statement = format!("println!(\"round {round}\");\n        {EDITED}");
        self.put(&file, &server.replacen(EDITED, &statement, 1))
    }

    /// Name and version of each crate the contender needs.
    pub(crate) fn tree(&self) -> Result<Vec<String>, Box<dyn Error>> {
        let tree = output(self, &["tree", "-p", "dependencies", "-e", "normal,build", "--prefix", "none"])?;
        let mut crates: Vec<String> = Vec::new();
        for line in tree.lines().skip(1) {
            crates.push(line.split_whitespace().take(2).collect::<Vec<_>>().join(" "));
        }
        crates.sort();
        crates.dedup();
        Ok(crates)
    }

    fn manifest(&self, package: &str) -> String {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        format!(
            "[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\", \"sync\", \"time\"] }}\n{}",
            self.contender.dependencies.replace("{root}", &root.display().to_string())
        )
    }

    fn program(&self, count: usize) -> String {
        let mut program = String::new();
        for number in 0..count {
            let _ = writeln!(program, "mod account{number};");
        }
        program += "\n#[derive(Debug)]\npub struct Refused;\n\nimpl std::fmt::Display for Refused {\n    \
                    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {\n        \
                    f.write_str(\"insufficient funds\")\n    }\n}\n\nimpl std::error::Error for Refused {}\n\n";
        program += self.contender.shared;
        program += "\n#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {\n";
        for number in 0..count {
            let _ = writeln!(program, "    account{number}::exercise().await?;");
        }
        program + "    Ok(())\n}\n"
    }

    fn put(&self, file: &str, text: &str) -> Result<(), Box<dyn Error>> {
        let path = self.folder.join(file);
        fs::create_dir_all(path.parent().ok_or("a file is in a folder")?)?;
        // a file that stays as it is keeps its time, and cargo its build
        if fs::read_to_string(&path).is_ok_and(|before| before == text) {
            return Ok(());
        }
        Ok(fs::write(path, text)?)
    }
}

/// Where the crates and the results are.
pub(crate) fn target() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/compile_cost")
}

fn with_none(packages: &[String]) -> Vec<&str> {
    packages.iter().map(String::as_str).chain(["dependencies"]).collect()
}
