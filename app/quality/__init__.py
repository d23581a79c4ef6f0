"""What is decisive for the quality of the core mission: factors, the indicators under them and what they measure, risks
and internal control.
"""
