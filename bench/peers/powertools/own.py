"""A function that does nothing but answer, as an API's do."""


def handler(event, context):
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json", "Cache-Control": "no-store", "ETag": '"7"'},
        "body": '{"path":"' + event["path"] + '"}',
    }
