using System.Reflection;
using System.Runtime.CompilerServices;
using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Status;
using MessageLB.InMemory;
using MessageLB.RabbitMq;
using MessageLB.Transport;
using MessageLB.Web;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Architecture.Tests;

/// <summary>
/// The public surface of each library, member by member, against a text file: a change of it is a decision, seen in review.
/// </summary>
public sealed class PublicApiTests
{
    private const string AcceptVariable = "MESSAGELB_ACCEPT_API";

    private static readonly Dictionary<string, Assembly> Libraries = new()
    {
        ["MessageLB.Abstractions"] = typeof(ITransport).Assembly,
        ["MessageLB.Core"] = typeof(GroupState).Assembly,
        ["MessageLB.InMemory"] = typeof(InMemoryTransport).Assembly,
        ["MessageLB.RabbitMq"] = typeof(RabbitMqTransport).Assembly,
        ["MessageLB.Dispatcher"] = typeof(IDispatcherStatus).Assembly,
        ["MessageLB.Worker"] = typeof(WorkerHost).Assembly,
        ["MessageLB.Web"] = typeof(MessageLBWebServiceCollectionExtensions).Assembly,
    };

    public static TheoryData<string> Names => [.. Libraries.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Library_PublicApi_IsTheAcceptedOne(string name)
    {
        var file = Path.Combine(Repository.Root, "tests", "MessageLB.Architecture.Tests", "PublicApi", $"{name}.txt");
        var actual = Describe(Libraries[name]);
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1") File.WriteAllLines(file, actual);

        var accepted = File.Exists(file) ? File.ReadAllLines(file) : [];

        var added = actual.Except(accepted).Select(l => $"+ {l}");
        var removed = accepted.Except(actual).Select(l => $"- {l}");
        var difference = string.Join('\n', removed.Concat(added));
        Assert.True(difference.Length == 0, $"The public API of {name} changed:\n{difference}\nIf that is wanted, run these tests with {AcceptVariable}=1 and commit the file.");
    }

    private static List<string> Describe(Assembly assembly) =>
        [.. assembly.GetExportedTypes().SelectMany(Describe).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Describe(Type type)
    {
        yield return $"{Kind(type)} {Name(type)}";
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var member in type.GetMembers(all))
        {
            if (IsVisible(member) && Describe(member) is { } line) yield return $"{Name(type)}.{line}";
        }
    }

    private static string? Describe(MemberInfo member) => member switch
    {
        FieldInfo { IsSpecialName: false } field => $"{field.Name}: {Name(field.FieldType)}",
        PropertyInfo property => $"{property.Name}: {Name(property.PropertyType)}{(property.SetMethod is { IsPublic: true } ? " { get; set; }" : " { get; }")}",
        EventInfo e => $"event {e.Name}: {Name(e.EventHandlerType!)}",
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        MethodInfo { IsSpecialName: false } method when !method.IsDefined(typeof(CompilerGeneratedAttribute)) => $"{method.Name}({Parameters(method)}): {Name(method.ReturnType)}",
        _ => null,
    };

    private static bool IsVisible(MemberInfo member) => member switch
    {
        FieldInfo f => f.IsPublic || f.IsFamily,
        MethodBase m => m.IsPublic || m.IsFamily,
        PropertyInfo p => (p.GetMethod ?? p.SetMethod) is { } accessor && (accessor.IsPublic || accessor.IsFamily),
        EventInfo e => e.AddMethod is { IsPublic: true },
        _ => false,
    };

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? " = …" : string.Empty)}"));

    private static string Kind(Type type) =>
        type.IsInterface ? "interface" : type.IsEnum ? "enum" : type.IsValueType ? "struct" : type.IsAbstract && type.IsSealed ? "static class" : type.IsSealed ? "sealed class" : "class";

    private static string Name(Type type)
    {
        if (type.IsByRef) return $"ref {Name(type.GetElementType()!)}";
        if (type.IsArray) return $"{Name(type.GetElementType()!)}[]";
        if (!type.IsGenericType) return type.IsGenericParameter ? type.Name : type.FullName ?? type.Name;
        var plain = (type.GetGenericTypeDefinition().FullName ?? type.Name).Split('`')[0];
        return $"{plain}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
