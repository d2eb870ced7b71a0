namespace MessageLB.RabbitMq;

/// <summary>A user and its password.</summary>
/// <param name="Username">Name of the user; shown in errors.</param>
/// <param name="Password">Secret; never shown.</param>
public sealed record RabbitMqCredentials(string Username, string Password)
{
    /// <summary>The user, without the password.</summary>
    public override string ToString() => Username;
}
