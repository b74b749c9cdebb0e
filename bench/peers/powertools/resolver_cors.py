"""And with CORS. It knows no patterns, so that the page's origin is listed."""

from aws_lambda_powertools.event_handler import CORSConfig
from resolver import made

handler = made(
    cors=CORSConfig(
        allow_origin="https://app.example.com",
        extra_origins=["https://pr-7.preview.example.com"],
        allow_headers=["Content-Type", "Authorization"],
        expose_headers=["ETag"],
        allow_credentials=True,
        max_age=600,
    )
)
