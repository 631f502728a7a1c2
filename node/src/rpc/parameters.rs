//! What the methods take: parameters in order or by name, each checked before a method is called, so that an error
//! names the parameter that is wrong.

use super::bad_request;
use chrono::DateTime;
use futures::{FutureExt, future};
use jsonrpsee::{
	MethodCallback, MethodResponse, Methods,
	core::{RegisterMethodError, RpcResult},
	types::Params,
};
use salus_runtime::Hash;
use serde::{
	Deserialize, Deserializer,
	de::{DeserializeOwned, Error as _},
};
use serde_json::{Map, Value};
use std::sync::Arc;

/// How many bytes all parameters of a question may take: many times what the longest does.
const MAX_LENGTH: usize = 64 * 1024;
/// Milliseconds since 1970 until March 1973. Of today, a number below it counts seconds.
const EARLIEST_MOMENT: u64 = 100_000_000_000;

/// A method's name and its parameters in order, the optional ones last.
pub type Takes = (&'static str, &'static [Parameter]);

/// A parameter of a method.
#[derive(Clone, Copy)]
pub struct Parameter {
	/// What it is called.
	pub name: &'static str,
	is_optional: bool,
	/// Why a value does not fit, if it does not.
	check: fn(Value) -> Result<(), serde_json::Error>,
}

/// A parameter that must be given.
pub const fn required<T: DeserializeOwned>(name: &'static str) -> Parameter {
	Parameter { name, is_optional: false, check: fits::<T> }
}

/// A parameter that may be left out, or be `null`.
pub const fn optional<T: DeserializeOwned>(name: &'static str) -> Parameter {
	Parameter { name, is_optional: true, check: fits::<Option<T>> }
}

/// How many items a page holds.
pub const COUNT: Parameter = optional::<u32>("count");
/// The block as of which to answer.
pub const AT: Parameter = optional::<Hash>("at");

fn fits<T: DeserializeOwned>(given: Value) -> Result<(), serde_json::Error> {
	serde_json::from_value::<T>(given).map(drop)
}

/// The methods, which now refuse parameters that do not fit. A method that `takes` leaves out is not offered.
pub fn checked(
	methods: impl Into<Methods>,
	takes: &'static [Takes],
) -> Result<Methods, RegisterMethodError> {
	let methods = methods.into();
	let mut checked = Methods::new();
	for &(name, parameters) in takes {
		let Some(MethodCallback::Async(call)) = methods.method(name).cloned() else {
			return Err(RegisterMethodError::MethodNotFound(name.into()));
		};
		checked.verify_and_insert(
			name,
			MethodCallback::Async(Arc::new(
				move |id, params: Params<'static>, connection, max_size, extensions| match check(
					name,
					parameters,
					params.as_str(),
				) {
					Ok(()) => call(id, params, connection, max_size, extensions),
					Err(wrong) => {
						let refusal = MethodResponse::error(id, wrong);
						future::ready(refusal.with_extensions(extensions)).boxed()
					}
				},
			)),
		)?;
	}
	Ok(checked)
}

/// Whether these parameters fit, as the text of a request has them.
fn check(method: &str, parameters: &[Parameter], given: Option<&str>) -> RpcResult<()> {
	let given = given.unwrap_or("null");
	if given.len() > MAX_LENGTH {
		return Err(bad_request(format!("the parameters are longer than {MAX_LENGTH} bytes")));
	}
	let given: Value = serde_json::from_str(given)
		.map_err(|cause| bad_request(format!("the parameters are not JSON: {cause}")))?;
	let mut values = match given {
		Value::Null => Map::new(),
		Value::Object(values) => values,
		Value::Array(values) if values.len() > parameters.len() => {
			let count = values.len();
			return Err(bad_request(format!("{count} parameters; {}", takes(method, parameters))));
		}
		Value::Array(values) => {
			let names = parameters.iter().map(|parameter| parameter.name.to_owned());
			names.zip(values).collect()
		}
		_ => return Err(bad_request("the parameters are neither an array nor an object".into())),
	};
	for parameter in parameters {
		let name = parameter.name;
		match values.remove(name) {
			None if parameter.is_optional => (),
			None => {
				let takes = takes(method, parameters);
				return Err(bad_request(format!("the parameter {name} is missing; {takes}")));
			}
			Some(value) => (parameter.check)(value)
				.map_err(|cause| bad_request(format!("the parameter {name} is wrong: {cause}")))?,
		}
	}
	match values.keys().next() {
		None => Ok(()),
		Some(name) => Err(bad_request(format!(
			"there is not a parameter {name:?}; {}",
			takes(method, parameters)
		))),
	}
}

fn takes(method: &str, parameters: &[Parameter]) -> String {
	match parameters.iter().map(|parameter| parameter.name).collect::<Vec<_>>().join(", ") {
		names if names.is_empty() => format!("{method} takes none"),
		names => format!("{method} takes {names}"),
	}
}

/// A moment: milliseconds since 1970, or text as RFC 3339 has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Moment(pub u64);

impl<'de> Deserialize<'de> for Moment {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		let given = Value::deserialize(deserializer)?;
		let moment = match &given {
			Value::String(text) => DateTime::parse_from_rfc3339(text)
				.ok()
				.and_then(|moment| u64::try_from(moment.timestamp_millis()).ok()),
			number => number.as_u64(),
		};
		match moment {
			Some(moment) if moment >= EARLIEST_MOMENT => Ok(Self(moment)),
			Some(early) if given.is_u64() => Err(D::Error::custom(format!(
				"{early} counts seconds, or lies before 1973; give milliseconds since 1970"
			))),
			Some(_) => Err(D::Error::custom(format!("{given} lies before 1973"))),
			None => Err(D::Error::custom(format!(
				"{given} is not a moment; give milliseconds since 1970, or text such as 2026-11-28T09:30:00Z"
			))),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use jsonrpsee::{RpcModule, types::error::INVALID_PARAMS_CODE};
	use serde_json::json;

	const TAKES: &[Takes] = &[("get", &[required::<u64>("record"), COUNT])];

	fn refusal(given: Value) -> Option<String> {
		let (method, parameters) = TAKES[0];
		let refused = check(method, parameters, Some(&given.to_string())).err()?;
		assert_eq!(refused.code(), INVALID_PARAMS_CODE);
		Some(refused.message().to_owned())
	}

	#[test]
	fn parameters_are_taken_in_order_and_by_name() {
		for good in [
			json!([7]),
			json!([7, null]),
			json!([7, 20]),
			json!({ "record": 7 }),
			json!({ "count": 20, "record": 7 }),
		] {
			assert_eq!(refusal(good), None);
		}
	}

	#[test]
	fn a_refusal_names_the_parameter() {
		let takes = "get takes record, count";
		for (given, expected) in [
			(json!({ "id": 7 }), format!("the parameter record is missing; {takes}")),
			(json!({ "record": 7, "id": 7 }), format!("there is not a parameter \"id\"; {takes}")),
			(json!([]), format!("the parameter record is missing; {takes}")),
			(json!(null), format!("the parameter record is missing; {takes}")),
			(json!([7, 20, 1]), format!("3 parameters; {takes}")),
			(json!("7"), "the parameters are neither an array nor an object".into()),
			(json!([-7]), "the parameter record is wrong: invalid value: integer `-7`".into()),
			(json!({ "record": null }), "the parameter record is wrong: invalid type: null".into()),
			(json!([7, "20"]), "the parameter count is wrong: invalid type: string".into()),
			(json!(["7".repeat(MAX_LENGTH)]), "the parameters are longer than 65536 bytes".into()),
		] {
			let refused = refusal(given.clone()).unwrap();
			assert!(refused.starts_with(&expected), "{given}: {refused}");
		}
	}

	#[test]
	fn a_method_is_called_only_with_what_fits() {
		let mut module = RpcModule::new(());
		module.register_blocking_method("get", |params, _, _| params.one::<u64>()).unwrap();
		let checked = checked(module, TAKES).unwrap();
		let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
		runtime.block_on(async {
			assert_eq!(checked.call::<_, u64>("get", [7]).await.unwrap(), 7);
			let refused = checked.call::<_, u64>("get", ["seven"]).await.unwrap_err();
			assert!(refused.to_string().contains("record"), "{refused}");
		});
	}

	#[test]
	fn a_method_must_be_there_to_be_checked() {
		assert!(checked(Methods::new(), TAKES).is_err());
	}

	#[test]
	fn a_moment_is_milliseconds_or_text() {
		for (given, expected) in [
			(json!(1_795_400_000_000u64), 1_795_400_000_000),
			(json!("2026-11-23T02:13:20Z"), 1_795_400_000_000),
			(json!("2026-11-23T03:13:20.001+01:00"), 1_795_400_000_001),
		] {
			assert_eq!(serde_json::from_value::<Moment>(given).unwrap(), Moment(expected));
		}
	}

	#[test]
	fn seconds_are_refused_and_not_taken_for_1970() {
		for (given, expected) in [
			(json!(1_795_400_000), "milliseconds"),
			(json!(0), "milliseconds"),
			(json!("1970-01-21T18:43:20Z"), "before 1973"),
			(json!("2026-11-23"), "is not a moment"),
			(json!(-1), "is not a moment"),
			(json!(1_795_400_000_000.5), "is not a moment"),
		] {
			let refused = serde_json::from_value::<Moment>(given.clone()).unwrap_err().to_string();
			assert!(refused.contains(expected), "{given}: {refused}");
		}
	}
}
