// SPDX-License-Identifier: Apache-2.0
//! A published equation, and what is computed of it: log-odds, and each input's share of them.
//!
//! ```text
//! variable = (held(times × sum of factor × input) - subtract) / divide
//! log-odds = constant + sum of coefficient × product of one or two variables
//! ```
//!
//! Only additions, multiplications and divisions: every operator gets the same bits (`grid.rs`).

use super::Feature;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How far from zero a variable of the reference person may be: its inputs are written in decimals.
const ZERO: f64 = 1e-9;

/// The values of a model's inputs, by name.
pub type Inputs<'a> = BTreeMap<&'a str, f64>;

/// A probability whose log-odds are a constant and products of variables, as others published them.
#[derive(Clone, Debug, Deserialize)]
pub struct Equation {
	/// The input that chooses between two columns of numbers, the first for 0 and the second for 1; without it there
	/// is one column. It has no share of a prediction.
	pub by: Option<String>,
	/// Against whom the shares are told, in words that can follow "against".
	pub against: String,
	/// The same person in numbers: a value for each other input. Every variable is zero for them.
	pub reference: BTreeMap<String, f64>,
	/// The log-odds of the reference person, by column.
	pub constant: Vec<f64>,
	/// What is made of the inputs.
	pub variables: BTreeMap<String, Variable>,
	/// What is added to the constant.
	pub terms: Vec<Product>,
}

/// A variable: the inputs' sum, multiplied, held, centred and scaled, in this order.
#[derive(Clone, Debug, Deserialize)]
pub struct Variable {
	/// The factor of each input.
	pub inputs: BTreeMap<String, f64>,
	/// What the sum is multiplied by.
	#[serde(default = "one")]
	pub times: f64,
	/// Below this it counts as this.
	pub at_least: Option<f64>,
	/// Above this it counts as this.
	pub at_most: Option<f64>,
	/// What is then subtracted.
	#[serde(default)]
	pub subtract: f64,
	/// What the rest is divided by.
	#[serde(default = "one")]
	pub divide: f64,
}

/// A term of the sum.
#[derive(Clone, Debug, Deserialize)]
pub struct Product {
	/// One variable or two.
	pub product_of: Vec<String>,
	/// Its weight in log-odds, by column.
	pub coefficient: Vec<f64>,
}

fn one() -> f64 {
	1.0
}

impl Equation {
	/// The log-odds of somebody with these inputs.
	pub fn log_odds(&self, inputs: &Inputs<'_>) -> f64 {
		let column = self.column(inputs);
		self.terms.iter().fold(self.base(inputs), |sum, term| {
			let variables = self.factors(term);
			let product = variables.fold(1.0, |product, variable| product * variable.value(inputs));
			sum + at(&term.coefficient, column) * product
		})
	}

	/// The constant of somebody with these inputs.
	pub fn base(&self, inputs: &Inputs<'_>) -> f64 {
		at(&self.constant, self.column(inputs))
	}

	/// What each input adds to the log-odds of the reference person: its Shapley value. A variable is a sum of parts
	/// of one input each, which are zero for the reference person. So a product of two is a sum of products of two
	/// parts, which are zero unless both inputs are there: each is owed half of it.
	pub fn shares(&self, inputs: &Inputs<'_>) -> BTreeMap<&str, f64> {
		let column = self.column(inputs);
		let mut shares: BTreeMap<&str, f64> = BTreeMap::new();
		for term in &self.terms {
			let coefficient = at(&term.coefficient, column);
			let variables: Vec<&Variable> = self.factors(term).collect();
			let owed = coefficient / variables.len() as f64;
			for (index, variable) in variables.iter().enumerate() {
				let others = variables.iter().enumerate();
				let others = others
					.filter(|(other, _)| *other != index)
					.fold(1.0, |product, (_, other)| product * other.value(inputs));
				for (input, part) in variable.parts(inputs, &self.reference) {
					*shares.entry(input).or_insert(0.0) += owed * others * part;
				}
			}
		}
		shares
	}

	/// Which column of numbers is meant.
	fn column(&self, inputs: &Inputs<'_>) -> usize {
		let by = self.by.as_deref();
		by.map_or(0, |by| usize::from(value_of(inputs, by) == 1.0))
	}

	fn factors<'a>(&'a self, term: &'a Product) -> impl Iterator<Item = &'a Variable> {
		let names = term.product_of.iter();
		names.filter_map(move |name| self.variables.get(name))
	}

	/// What is wrong with it, for a model of these inputs.
	pub(super) fn problem(&self, features: &[Feature]) -> Option<String> {
		let known = |name: &str| features.iter().find(|feature| feature.name == name);
		if let Some(by) = &self.by {
			let Some(feature) = known(by) else {
				return Some(format!("form.by: there is no input {by}"));
			};
			if !feature.source.is_answer() {
				return Some(format!("form.by: {by} is not an answer of 0 or 1"));
			}
		}
		let columns = 1 + usize::from(self.by.is_some());
		if self.constant.len() != columns {
			return Some(format!("form.constant is not of {columns} numbers"));
		}
		let is_by = |name: &str| self.by.as_deref() == Some(name);
		for (name, value) in &self.reference {
			let Some(feature) = known(name).filter(|_| !is_by(name)) else {
				return Some(format!("form.reference: there is no input {name}"));
			};
			let [low, high] = feature.valid.unwrap_or(feature.plausible);
			if !(low..=high).contains(value) {
				return Some(format!("form.reference: {name} is not valid"));
			}
		}
		for name in features.iter().map(|feature| feature.name.as_str()) {
			if !is_by(name) && !self.reference.contains_key(name) {
				return Some(format!("form.reference: {name} is missing"));
			}
			let mut variables = self.variables.values();
			if !is_by(name) && !variables.any(|variable| variable.inputs.contains_key(name)) {
				return Some(format!("form.variables: {name} is in none of them"));
			}
		}
		let mut variables = self.variables.iter();
		let variables = variables.find_map(|(name, variable)| {
			let problem = variable.problem(&self.reference)?;
			Some(format!("form.variables.{name} {problem}"))
		});
		variables.or_else(|| {
			let mut terms = self.terms.iter().enumerate();
			terms.find_map(|(index, term)| {
				let problem = term.problem(&self.variables, columns)?;
				Some(format!("form.terms[{index}] {problem}"))
			})
		})
	}
}

impl Variable {
	fn value(&self, inputs: &Inputs<'_>) -> f64 {
		let values = self.inputs.iter();
		let sum = values.fold(0.0, |sum, (name, factor)| sum + factor * value_of(inputs, name));
		let mut held = self.times * sum;
		// Compared, since `max` and `min` would make a number of what is none.
		if let Some(least) = self.at_least.filter(|least| held < *least) {
			held = least;
		}
		if let Some(most) = self.at_most.filter(|most| held > *most) {
			held = most;
		}
		(held - self.subtract) / self.divide
	}

	/// What each of its inputs makes of its value. Several are never held.
	fn parts<'a>(
		&'a self,
		inputs: &Inputs<'_>,
		reference: &BTreeMap<String, f64>,
	) -> impl Iterator<Item = (&'a str, f64)> {
		let alone = (self.inputs.len() == 1).then(|| self.value(inputs));
		self.inputs.iter().map(move |(name, factor)| {
			let part = alone.unwrap_or_else(|| {
				let usual = reference.get(name).copied().unwrap_or(f64::NAN);
				let apart = value_of(inputs, name) - usual;
				self.times * factor * apart / self.divide
			});
			(name.as_str(), part)
		})
	}

	fn problem(&self, reference: &BTreeMap<String, f64>) -> Option<String> {
		if let Some(name) = self.inputs.keys().find(|name| !reference.contains_key(*name)) {
			return Some(format!("is of {name}, which the reference has not"));
		}
		let is_held = self.at_least.is_some() || self.at_most.is_some();
		match self.inputs.len() {
			0 => return Some("is of no input".into()),
			2.. if is_held => return Some("is of several inputs and held at an edge".into()),
			_ => {}
		}
		if self.at_least.zip(self.at_most).is_some_and(|(least, most)| least >= most) {
			return Some("is held between edges that do not rise".into());
		}
		let usual: Inputs<'_> =
			reference.iter().map(|(name, value)| (name.as_str(), *value)).collect();
		let value = self.value(&usual);
		// Written so that it holds for no number, too.
		let is_zero = value.abs() <= ZERO;
		(!is_zero).then(|| format!("is {value} for the reference, not 0"))
	}
}

impl Product {
	fn problem(&self, variables: &BTreeMap<String, Variable>, columns: usize) -> Option<String> {
		if !matches!(self.product_of.len(), 1 | 2) {
			return Some("is not of one variable or two".into());
		}
		if let Some(name) = self.product_of.iter().find(|name| !variables.contains_key(*name)) {
			return Some(format!("is of {name}, which is not a variable"));
		}
		(self.coefficient.len() != columns).then(|| format!("has not {columns} coefficients"))
	}
}

/// What the names and columns of a card lead to is checked when it is loaded. Were one missing all the same, the sum
/// would not be a number, and no prediction come of it.
fn value_of(inputs: &Inputs<'_>, name: &str) -> f64 {
	inputs.get(name).copied().unwrap_or(f64::NAN)
}

fn at(numbers: &[f64], column: usize) -> f64 {
	numbers.get(column).copied().unwrap_or(f64::NAN)
}
