"""What a received run says of units and facilities, as rows that pages can ask for. No person is in them."""
