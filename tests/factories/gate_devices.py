"""A phone at a gate: its key pair, and what it signs."""

import base64
import uuid

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lianfang.core import clock
from lianfang.passes.actions import Stated
from lianfang.passes.rules import proof_text
from tests.api.calls import call


def _text(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Phone:
    """Signs as a browser does: r and s joined."""

    def __init__(self):
        self.key = uuid.uuid4()
        self._private = ec.generate_private_key(ec.SECP256R1())
        point = self._private.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        self.public = _text(point)

    def signs(self, purpose, device_at, *said):
        text = proof_text(purpose, self.key, device_at, *map(str, said)).encode()
        r, s = decode_dss_signature(self._private.sign(text, ec.ECDSA(hashes.SHA256())))
        return _text(r.to_bytes(32) + s.to_bytes(32))

    def stated(self, purpose, device_at, *said):
        return Stated(self.key, self.signs(purpose, device_at, *said))

    def enrols(self, client, gate, name="东门手机"):
        body = {"key": self.key, "gate": gate.key, "name": name, "public": self.public}
        return call(client, "post", "/gate/devices", body)

    def takes_list(self, client, gate, device_at=None, have=""):
        device_at = device_at or clock.now()
        body = {"gate": gate.key, "device": self.key, "device_at": device_at.isoformat()}
        body |= {"proof": self.signs("list", device_at), "have": have}
        return call(client, "post", "/gate/offline", body)

    def verifies(self, client, gate, who, **more):
        device_at = more.pop("device_at", clock.now())
        key = more.pop("key", uuid.uuid4())
        (text,) = who.values()
        body = {"key": key, "gate": gate.key, "temp_c": "36.5", "direction": "in"}
        body |= {"device": self.key, "device_at": device_at.isoformat()}
        body |= {"proof": self.signs("verify", device_at, key, text)} | who | more
        return call(client, "post", "/gate/verify", body)

    def uploads(self, client, gate, who, verdict, **more):
        """``refusal`` and ``colour`` as the phone found them."""
        device_at = more.pop("device_at", clock.now())
        key = more.pop("key", uuid.uuid4())
        (text,) = who.values()
        body = {"key": key, "gate": gate.key, "temp_c": "36.5", "direction": "in"}
        body |= {"refusal": "", "colour": "green", "list_age_s": 600, "verdict": verdict}
        body |= {"device": self.key, "device_at": device_at.isoformat()}
        body |= {"proof": self.signs("upload", device_at, key, text, verdict)} | who | more
        return call(client, "post", "/gate/uploads", body)
