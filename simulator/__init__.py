"""A stand-in for the WeChat platform and the SMS gateway, for demos and tests; never installed."""
