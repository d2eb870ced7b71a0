using System.Globalization;
using System.Security.Cryptography;

namespace MessageLB.Dispatcher.Registry;

/// <summary>Who this dispatcher process is: unique for every start, so that workers' counts never mix two lives of a dispatcher.</summary>
/// <param name="Name">A valid name (see <see cref="Names.IsValid"/>).</param>
public sealed record DispatcherIdentity(string Name)
{
    /// <summary>An identity from the machine's name, the process id and chance, such as <c>node1-4711-3fa9</c>.</summary>
    public static DispatcherIdentity Create()
    {
        var machine = new string([.. Environment.MachineName.Take(40).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]);
        var chance = RandomNumberGenerator.GetHexString(4, lowercase: true);
        return new DispatcherIdentity(string.Create(CultureInfo.InvariantCulture, $"{machine}-{Environment.ProcessId}-{chance}"));
    }
}
