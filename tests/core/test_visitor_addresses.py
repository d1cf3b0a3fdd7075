import pytest

from core.addresses import customer, parse_address, shortened


@pytest.mark.parametrize(
    ("address", "short", "counted"),
    [
        ("192.0.2.77", "192.0.2.0", "192.0.2.77"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::", "2001:db8:1:2::"),
        ("::ffff:192.0.2.77", "192.0.2.0", "192.0.2.77"),
        ("fe80::1%eth0", "fe80::", "fe80::"),
        ("::1", "::", "::"),
        ("", "", ""),
        ("unknown", "", ""),
        ("192.0.2.077", "", ""),
    ],
)
def test_addresses_are_shortened_for_logs_and_put_together_for_limits(
    address: str, short: str, counted: str
) -> None:
    assert shortened(address) == short
    assert customer(address) == counted


def test_two_machines_of_one_line_count_as_one() -> None:
    assert customer("2001:db8::1") == customer("2001:db8::ffff:1")
    assert customer("2001:db8::1") != customer("2001:db8:0:1::1")


def test_what_is_no_address_is_none() -> None:
    assert parse_address("1.2.3.4, 5.6.7.8") is None
