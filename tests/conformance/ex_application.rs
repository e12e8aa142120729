//! Suite `ex.application`: configuration by name, and what there is.

use super::apps::Script;
use super::children::Notes;
use super::leaks;
use otp_runtime::application::{self, fetch_env, get_env};
use otp_runtime::{AppSpec, EnvError};

/// What is missing is told apart: the application, or the key. So is a value of another type.
#[otp_runtime::test]
async fn ex_application_01a_required_keys() {
    let missing = fetch_env::<u16>("shop", "port").unwrap_err();
    assert_eq!(missing, EnvError::NoApplication("shop".into()));
    assert_eq!(missing.to_string(), "the application \"shop\" is neither loaded nor configured");
    application::load(AppSpec::new("shop").env("host", "localhost")).unwrap();
    let missing = fetch_env::<u16>("shop", "port").unwrap_err();
    assert_eq!(missing, EnvError::NotSet { app: "shop".into(), key: "port".into() });
    assert_eq!(missing.to_string(), "port is not set, nor is SHOP_PORT");
    application::put_env("shop", "port", 80_u16);
    let other = fetch_env::<bool>("shop", "port").unwrap_err();
    assert!(matches!(&other, EnvError::WrongType { .. }), "{other:?}");
    assert_eq!(other.to_string(), "port is a value of type u16: expected bool");
    assert_eq!(get_env::<bool>("shop", "port"), Err(other));
    let unreadable = fetch_env::<u16>("shop", "host").unwrap_err();
    assert_eq!(unreadable.to_string(), "host is \"localhost\": expected u16: invalid digit found in string");
}

/// All ways to read agree: before a key is set, while it is, and after it was deleted, though the specification sets it.
#[otp_runtime::test]
async fn ex_application_01b_get_put_delete() {
    application::load(AppSpec::new("shop").env("port", 80_u16)).unwrap();
    let seen = |key| (get_env::<u16>("shop", key).unwrap(), fetch_env::<u16>("shop", key).ok());
    let listed = |key: &str| application::all_env("shop").iter().any(|(listed, _)| **listed == *key);
    assert_eq!((seen("retries"), listed("retries")), ((None, None), false));
    application::put_env("shop", "retries", 3_u16);
    assert_eq!((seen("retries"), listed("retries")), ((Some(3), Some(3)), true));
    assert_eq!(format!("{:?}", application::all_env("shop")), r#"[("port", 80), ("retries", 3)]"#);
    for key in ["port", "retries"] {
        application::delete_env("shop", key);
        assert_eq!((seen(key), listed(key)), ((None, None), false));
        assert_eq!(get_env("shop", key).unwrap().unwrap_or(7_u16), 7);
    }
}

/// An application that runs is in both lists, with its description and version.
#[otp_runtime::test]
async fn ex_application_04_loaded_and_started() {
    leaks::checked(async {
        let spec = Script::new(&Notes::default()).spec::<0>().description("A test's").version("1.2.3");
        application::load(AppSpec::new("idle")).unwrap();
        application::start(spec).await.unwrap();
        let (loaded, started) = (application::loaded(), application::started());
        assert_eq!(loaded.iter().map(|app| &*app.name).collect::<Vec<_>>(), ["app0", "idle"]);
        assert_eq!(started.len(), 1);
        assert_eq!(loaded[0], started[0]);
        assert_eq!((&*started[0].name, &*started[0].description, &*started[0].version), ("app0", "A test's", "1.2.3"));
        application::stop("app0").await.unwrap();
        assert_eq!(application::started(), []);
        assert_eq!(application::loaded().len(), 2);
    })
    .await;
}

/// The specification of what is loaded can be read, as a whole and field by field.
#[otp_runtime::test]
async fn ex_application_05_specification() {
    assert!(application::spec("shop").is_none());
    let spec = AppSpec::new("shop").description("Sells").version("0.1.0").depends_on_name("till").phase("open");
    application::load(spec).unwrap();
    let spec = application::spec("shop").unwrap();
    assert_eq!((spec.name(), spec.description_str(), spec.version_str()), ("shop", "Sells", "0.1.0"));
    assert_eq!((spec.dependencies(), spec.phases(), spec.has_callback()), (vec!["till"], vec!["open"], false));
    application::unload("shop").unwrap();
    assert!(application::spec("shop").is_none());
}
