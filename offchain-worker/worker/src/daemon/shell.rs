// SPDX-License-Identifier: Apache-2.0
//! For the operator's shell and `man`, made from the arguments that the program takes.

use super::{Arguments, report::Report};
use anyhow::Context;
use clap::{Args, Command, CommandFactory};
use clap_complete::{Shell, generate};
use std::path::PathBuf;

const PROGRAM: &str = "salus-worker";

#[derive(Args, Debug)]
#[command(
	after_help = "Examples:\n  salus-worker completion bash > ~/.local/share/bash-completion/completions/salus-worker\n  salus-worker completion zsh > ~/.zfunc/_salus-worker"
)]
pub struct Completion {
	/// The shell.
	shell: Shell,
}

impl Completion {
	/// Neither a home nor the chain is needed.
	pub fn run(&self, report: &mut Report) -> anyhow::Result<()> {
		let script = self.script()?;
		report.line(script.trim_end());
		report.put("script", script);
		Ok(())
	}

	fn script(&self) -> anyhow::Result<String> {
		let mut script = Vec::new();
		generate(self.shell, &mut without_hidden(), PROGRAM, &mut script);
		Ok(String::from_utf8(script)?)
	}
}

/// The program's arguments without commands that only programs give: scripts would offer them.
fn without_hidden() -> Command {
	let all = Arguments::command();
	let shown = all.get_subcommands().filter(|command| !command.is_hide_set());
	Command::new(PROGRAM)
		.version(env!("SALUS_VERSION"))
		.args(all.get_arguments().cloned())
		.subcommands(shown.cloned())
}

#[derive(Args, Debug)]
#[command(
	after_help = "Example:\n  salus-worker man ~/.local/share/man/man1\n  man salus-worker-session-key"
)]
pub struct Man {
	/// The folder, made when there is none.
	folder: PathBuf,
}

impl Man {
	pub fn run(&self, report: &mut Report) -> anyhow::Result<()> {
		let folder = self.folder.display();
		std::fs::create_dir_all(&self.folder)
			.and_then(|()| clap_mangen::generate_to(Arguments::command(), &self.folder))
			.with_context(|| format!("cannot write to {folder}"))?;
		report.line(format!("written to {folder}"));
		report.put("written", folder.to_string());
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn shells_learn_of_every_command_that_people_give() {
		for shell in [Shell::Bash, Shell::Fish, Shell::Zsh] {
			let script = Completion { shell }.script().unwrap();
			for word in ["session-key", "passphrase", "restore", "json", "version"] {
				assert!(script.contains(word), "{shell}: {word}");
			}
		}
		let script = Completion { shell: Shell::Bash }.script().unwrap();
		assert!(!script.contains("assess"));
	}

	#[test]
	fn every_command_that_people_give_has_a_page() {
		let folder = tempfile::tempdir().unwrap();
		let man = folder.path().join("man1");
		let mut report = Report::new(true);
		Man { folder: man.clone() }.run(&mut report).unwrap();
		for page in ["salus-worker", "salus-worker-session-key", "salus-worker-run"] {
			let page = std::fs::read_to_string(man.join(page).with_extension("1")).unwrap();
			assert!(page.contains(".TH"), "{page}");
		}
		assert!(!man.join("salus-worker-assess.1").exists());
		std::fs::write(folder.path().join("file"), "").unwrap();
		let failed = Man { folder: folder.path().join("file") }.run(&mut report).unwrap_err();
		assert!(failed.to_string().contains("cannot write to"), "{failed}");
	}
}
