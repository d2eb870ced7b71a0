namespace MessageLB.Core.DeadLetters;

/// <summary>How a body is shown.</summary>
public enum BodyForm
{
    /// <summary>As JSON if it is JSON, else as text if it is text, else in hexadecimal.</summary>
    Auto,

    /// <summary>As text in UTF-8.</summary>
    Text,

    /// <summary>As JSON, indented.</summary>
    Json,

    /// <summary>In hexadecimal, 16 bytes to a line.</summary>
    Hex,
}
