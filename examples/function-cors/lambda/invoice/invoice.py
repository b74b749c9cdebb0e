"""The invoice of an order, as text."""


def handler(event, context):
    order = event["pathParameters"]["id"]
    return {
        "statusCode": 200,
        # What the policy says takes the place of this.
        "headers": {"Content-Type": "text/plain", "Access-Control-Allow-Origin": "*"},
        "body": f"Invoice of order {order}",
    }
