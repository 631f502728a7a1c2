// SPDX-License-Identifier: Apache-2.0
//! What the behaviours share: the running network, its operators and people.

use crate::{
	chain, memory,
	network::{self, COLLATORS, VALIDATORS},
	operators::{self, Operator},
	people::People,
	process::Process,
	programs::Programs,
	salus::Salus,
};
use anyhow::Context;
use nix::{
	sys::signal::{Signal, kill},
	unistd::Pid,
};
use std::path::{Path, PathBuf};
use zombienet_sdk::{LocalFileSystem, Network, NetworkNode};

/// The operators, and the people who need them.
pub type Prepared = (Vec<Operator>, People);

/// A running network.
pub struct RunningNetwork {
	pub programs: Programs,
	/// Where everything is written: nodes, operators, homes.
	pub folder: PathBuf,
	pub network: Network<LocalFileSystem>,
	operators: Option<Vec<Operator>>,
	people: Option<People>,
	/// The third collator, once it has joined.
	pub third: Option<Process>,
	/// The memory that operators held which are no longer ours.
	dismissed: Vec<(String, u64)>,
}

impl RunningNetwork {
	/// Starts the nodes.
	pub async fn start(programs: Programs, folder: &Path) -> anyhow::Result<Self> {
		let network = network::start(&programs, folder).await?;
		Ok(Self {
			programs,
			folder: folder.to_owned(),
			network,
			operators: None,
			people: None,
			third: None,
			dismissed: Vec::new(),
		})
	}

	/// A node by its name.
	pub fn node(&self, name: &str) -> anyhow::Result<&NetworkNode> {
		self.network.get_node(name)
	}

	/// The address of the collator that clients use. The other one is there to die.
	pub fn url(&self) -> anyhow::Result<String> {
		Ok(self.node(COLLATORS[0])?.ws_uri().to_owned())
	}

	/// Kills a node at once, and leaves its folder for a restart.
	pub fn kill(&self, name: &str) -> anyhow::Result<()> {
		let process = self.process(name)?;
		Ok(kill(Pid::from_raw(i32::try_from(process)?), Signal::SIGKILL)?)
	}

	/// A node's process id, as zombienet writes it down in zombie.json.
	fn process(&self, name: &str) -> anyhow::Result<u32> {
		let node = serde_json::to_value(self.node(name)?)?;
		node["inner"]["process_handle"]
			.as_u64()
			.and_then(|process| u32::try_from(process).ok())
			.with_context(|| format!("zombienet names no process of {name}"))
	}

	/// The command line, with a home that is the scenario's too.
	pub fn salus(&self) -> anyhow::Result<Salus> {
		Ok(Salus {
			program: self.programs.salus.clone(),
			home: self.folder.join("home"),
			node: self.url()?,
		})
	}

	/// The operators; started at the first call.
	pub async fn operators(&mut self) -> anyhow::Result<&mut Vec<Operator>> {
		if self.operators.is_none() {
			let url = self.url()?;
			let started = operators::start(&self.programs, &url, &self.folder).await?;
			self.operators = Some(started);
		}
		self.operators.as_mut().context("just set")
	}

	/// Stops the operators, so that the scenario can play with its own on the same homes.
	pub async fn dismiss_operators(&mut self) -> anyhow::Result<()> {
		for mut operator in self.operators.take().unwrap_or_default() {
			let peak = operator.process.id().and_then(memory::peak);
			self.dismissed.extend(peak.map(|bytes| (operator.process.name.clone(), bytes)));
			operator.process.stop().await?;
		}
		Ok(())
	}

	/// The people, with the operators that they need; prepared at the first call.
	pub async fn people(&mut self) -> anyhow::Result<&People> {
		self.operators().await?;
		if self.people.is_none() {
			let prepared = People::prepare(self.salus()?, &self.programs).await?;
			self.people = Some(prepared);
		}
		self.people.as_ref().context("just set")
	}

	/// Starts the operators and prepares the people, beside what else is done with the network; [`Self::take`] gives
	/// them to it.
	pub fn preparing(
		&self,
	) -> anyhow::Result<impl Future<Output = anyhow::Result<Prepared>> + use<>> {
		let (url, salus) = (self.url()?, self.salus()?);
		let (programs, folder) = (self.programs.clone(), self.folder.clone());
		Ok(async move {
			let operators = operators::start(&programs, &url, &folder).await?;
			let people = People::prepare(salus, &programs).await?;
			Ok((operators, people))
		})
	}

	/// Takes over who was prepared.
	pub fn take(&mut self, (operators, people): Prepared) {
		self.operators = Some(operators);
		self.people = Some(people);
	}

	/// The last block that is final on the parachain.
	pub async fn block(&self) -> Option<u64> {
		chain::finalized(&self.url().ok()?).await.ok()
	}

	/// The most memory that each process held at once, in bytes, by name. A node's short-lived workers
	/// are missing, and so are the scenario's own operators.
	pub fn memory(&self) -> Vec<(String, u64)> {
		let nodes = VALIDATORS.iter().chain(&COLLATORS).filter_map(|name| {
			let process = self.process(name).ok()?;
			Some(((*name).to_owned(), memory::peak(process)?))
		});
		let operators = self.operators.iter().flatten().filter_map(|operator| {
			Some((operator.process.name.clone(), memory::peak(operator.process.id()?)?))
		});
		let third = self.third.iter().filter_map(|third| {
			let peak = memory::peak(third.id()?)?;
			Some((third.name.clone(), peak))
		});
		nodes.chain(third).chain(operators).chain(self.dismissed.iter().cloned()).collect()
	}

	/// Ends everything.
	pub async fn clear(mut self) -> anyhow::Result<()> {
		self.dismiss_operators().await?;
		if let Some(mut third) = self.third.take() {
			third.stop().await?;
		}
		self.network.destroy().await?;
		Ok(())
	}
}
