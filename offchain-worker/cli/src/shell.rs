// SPDX-License-Identifier: Apache-2.0
//! For the user's shell and `man`, made from the arguments that the program takes.

use super::{
	Arguments, Failure,
	response::{Plain, Show},
};
use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};
use serde::Serialize;
use std::path::PathBuf;

const PROGRAM: &str = "salus";

#[derive(Args, Debug)]
#[command(
	after_help = "Examples:\n  salus completion bash > ~/.local/share/bash-completion/completions/salus\n  salus completion zsh > ~/.zfunc/_salus"
)]
pub struct Completion {
	/// The shell.
	shell: Shell,
}

/// A script for a shell.
#[derive(Serialize)]
#[serde(transparent)]
pub struct Script(String);

impl Show for Script {
	fn show(&self) -> String {
		self.0.trim_end().to_owned()
	}
}

impl Completion {
	/// Neither keys nor the chain are needed.
	pub fn run(self) -> Result<Script, Failure> {
		let mut script = Vec::new();
		generate(self.shell, &mut Arguments::command(), PROGRAM, &mut script);
		String::from_utf8(script).map(Script).map_err(|cause| Failure::new("Output", cause))
	}
}

#[derive(Args, Debug)]
#[command(
	after_help = "Example:\n  salus man ~/.local/share/man/man1\n  man salus-decision-request"
)]
pub struct Man {
	/// The folder, made when there is none.
	folder: PathBuf,
}

/// Where the pages are.
#[derive(Serialize, Debug)]
pub struct Pages {
	written: String,
}

impl Plain for Pages {}

impl Man {
	pub fn run(self) -> Result<Pages, Failure> {
		let folder = &self.folder;
		let written = std::fs::create_dir_all(folder)
			.and_then(|()| clap_mangen::generate_to(Arguments::command(), folder));
		written.map_err(|cause| {
			Failure::new("Output", format!("cannot write to {}: {cause}", folder.display()))
		})?;
		Ok(Pages { written: folder.display().to_string() })
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn shells_learn_of_every_group_of_commands() {
		for shell in [Shell::Bash, Shell::Fish, Shell::Zsh] {
			let script = Completion { shell }.run().unwrap().show();
			for word in ["decision", "publish", "purpose", "disclosures"] {
				assert!(script.contains(word), "{shell}: {word}");
			}
		}
	}

	#[test]
	fn every_command_has_a_page() {
		let folder = tempfile::tempdir().unwrap();
		let man = folder.path().join("man1");
		Man { folder: man.clone() }.run().unwrap();
		for page in ["salus", "salus-decision-request", "salus-keys-publish", "salus-consent-grant"]
		{
			let page = std::fs::read_to_string(man.join(page).with_extension("1")).unwrap();
			assert!(page.contains(".TH"), "{page}");
		}
		std::fs::write(folder.path().join("file"), "").unwrap();
		let failed = Man { folder: folder.path().join("file") }.run().unwrap_err();
		assert_eq!(failed.kind, "Output");
	}
}
