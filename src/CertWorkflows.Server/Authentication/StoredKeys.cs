using System.Xml.Linq;
using CertWorkflows.Application.Access;
using CertWorkflows.Application.Workflows;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace CertWorkflows.Server.Authentication;

/// <summary>
/// The keys of cookies and antiforgery tokens, in the database beside the key of the access tokens: a restart and every other
/// node find them, so people stay logged in.
/// </summary>
internal sealed class StoredKeys(IWorkflowStore store) : IXmlRepository
{
    private const string Prefix = "data-protection.";

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = store.Open();
        return [.. db.Settings.AsNoTracking().Where(s => s.Key.StartsWith(Prefix)).Select(s => s.Value).AsEnumerable().Select(text => XElement.Parse(text))];
    }

    // The framework asks synchronously, and seldom: once in 90 days.
    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = store.Open();
        db.Settings.Add(new Setting { Key = Prefix + friendlyName, Value = element.ToString(SaveOptions.DisableFormatting) });
        db.SaveChanges();
    }
}

internal static class StoredKeysSetup
{
    public static void AddStoredKeys(this IServiceCollection services)
    {
        // The name is part of what keys are made for; by default it is the folder, which differs between nodes.
        services.AddSingleton<Application.Effects.ISealedTexts, SealedTexts>();
        services.AddDataProtection().SetApplicationName("CertWorkflows");
        services.AddOptions<KeyManagementOptions>().Configure<IWorkflowStore>((keys, store) => keys.XmlRepository = new StoredKeys(store));
    }
}
