// SPDX-License-Identifier: Apache-2.0
//! Claims: submitted, concluded, paid and given back on the chain; and judged here, from a file.

mod case;
mod conclude;
mod difference;
mod draft;
mod evidence;
mod explain;
mod file;
#[cfg(test)]
pub mod fixtures;
mod judging;
mod shown;
mod submitted;

use super::{Context, Responded};
use clap::Subcommand;

#[derive(Subcommand, Debug)]
pub enum ClaimCommand {
	#[command(flatten)]
	Judging(judging::Judging),
	#[command(flatten)]
	Submitted(submitted::Submitted),
}

impl ClaimCommand {
	pub async fn run(self, context: &Context) -> Responded {
		match self {
			Self::Judging(command) => command.run(),
			Self::Submitted(command) => command.run(context).await,
		}
	}
}
