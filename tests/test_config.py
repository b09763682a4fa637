"""Settings: read once, judged at start, every fault named at once."""

from pathlib import Path

import pytest

import config
from config import SettingsError

SECRET = "0123456789abcdef0123456789abcdef-real"
GOOD = {"FIELDAPP_BASE_URL": "https://trygg.example.se", "FIELDAPP_SECRET_KEY": SECRET}


def faults_of(**environ: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        config.read({**GOOD, **environ})
    return caught.value.faults


def test_production_needs_an_address_and_a_secret_and_nothing_else(tmp_path: Path) -> None:
    settings = config.read({**GOOD, "FIELDAPP_DATA_DIR": str(tmp_path)})
    assert settings.env == "production"
    assert settings.is_https
    assert settings.database_url == f"sqlite:///{tmp_path / 'fieldapp.db'}"
    assert settings.smtp_url is None
    assert settings.proxy_hops == 0


def test_every_fault_is_named_at_once() -> None:
    faults = faults_of(
        FIELDAPP_ENV="staging",
        FIELDAPP_BASE_URL="http://trygg.example.se/under",
        FIELDAPP_SECRET_KEY="changeme",
        DATABASE_URL="mysql://somewhere/db",
        FIELDAPP_SMTP_URL="mail.example.se",
        FIELDAPP_BASEMAP="/nowhere/map.pmtiles",
        FIELDAPP_PROXY_HOPS="many",
        FIELDAPP_PHOTOS="s3://bucket",
    )
    named = {
        "FIELDAPP_ENV",
        "FIELDAPP_BASE_URL",
        "FIELDAPP_SECRET_KEY",
        "DATABASE_URL",
        "FIELDAPP_SMTP_URL",
        "FIELDAPP_BASEMAP",
        "FIELDAPP_PROXY_HOPS",
        "FIELDAPP_PHOTOS",
    }
    assert {fault.split()[0] for fault in faults} == named


@pytest.mark.parametrize("secret", ["", "changeme", "short", "a" * 64, config.DEMO_SECRET])
def test_production_refuses_a_missing_or_weak_secret(secret: str) -> None:
    assert any("FIELDAPP_SECRET_KEY" in fault for fault in faults_of(FIELDAPP_SECRET_KEY=secret))


def test_the_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(SECRET + "\n", encoding="utf-8")
    found = config.read({"FIELDAPP_BASE_URL": "https://a.se", "FIELDAPP_SECRET_KEY_FILE": str(file)})
    assert found.secret_key == SECRET


def test_a_secret_file_that_is_not_there_is_a_fault() -> None:
    assert any("FILE" in fault for fault in faults_of(FIELDAPP_SECRET_KEY="", FIELDAPP_SECRET_KEY_FILE="/no"))


@pytest.mark.parametrize(
    ("url", "is_fine"),
    [
        ("smtps://user:pass@mail.example.se", True),
        ("smtp+starttls://mail.example.se:587", True),
        ("smtp://127.0.0.1:2525", True),
        ("smtp://localhost", True),
        ("smtp://mail.example.se", False),
        ("http://mail.example.se", False),
    ],
)
def test_mail_leaves_the_machine_under_tls_only(url: str, is_fine: bool) -> None:
    if is_fine:
        assert config.read({**GOOD, "FIELDAPP_SMTP_URL": url}).smtp_url == url
    else:
        assert any("FIELDAPP_SMTP_URL" in fault for fault in faults_of(FIELDAPP_SMTP_URL=url))


def test_plain_http_is_for_this_machine_only() -> None:
    assert config.read({**GOOD, "FIELDAPP_BASE_URL": "http://127.0.0.1:8000"}).is_https is False
    assert any("https" in fault for fault in faults_of(FIELDAPP_BASE_URL="http://trygg.example.se"))
