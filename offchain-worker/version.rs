// SPDX-License-Identifier: Apache-2.0
//! Build script of the programs: gives them their version with the commit they were built from, as the node has it.

use std::process::Command;

/// Names the commit where there is no Git, as the node's build has it.
const COMMIT: &str = "SUBSTRATE_CLI_GIT_COMMIT_HASH";

fn main() {
	let given = std::env::var(COMMIT).ok();
	let commit = given.or_else(|| git(&["rev-parse", "--short=11", "HEAD"]));
	let commit = commit.as_deref().unwrap_or("unknown");
	println!("cargo:rustc-env=SALUS_VERSION={}-{commit}", env!("CARGO_PKG_VERSION"));
	println!("cargo:rerun-if-env-changed={COMMIT}");
	// Another branch, and another commit of this one.
	let branch = git(&["symbolic-ref", "--quiet", "HEAD"]);
	for name in ["HEAD", "packed-refs"].into_iter().chain(branch.as_deref()) {
		if let Some(path) = git(&["rev-parse", "--git-path", name])
			&& std::path::Path::new(&path).exists()
		{
			println!("cargo:rerun-if-changed={path}");
		}
	}
}

fn git(arguments: &[&str]) -> Option<String> {
	let output = Command::new("git").args(arguments).output().ok()?;
	let text = String::from_utf8(output.stdout).ok()?;
	(output.status.success() && !text.trim().is_empty()).then(|| text.trim().to_owned())
}
