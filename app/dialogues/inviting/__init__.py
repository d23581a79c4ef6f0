"""Whether the two come: answers to an invitation, another time proposed and taken, the meeting in their calendars."""
