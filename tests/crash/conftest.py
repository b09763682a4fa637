"""What every fault test can ask for beside the fixtures of all tests."""
